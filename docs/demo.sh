#!/bin/sh
# What `make demo` shows: the real round from its documents to answered questions, then the invented one with many
# respondents. Everything it makes lies in .demo/.
set -eu

out=.demo
rm -rf "$out"
mkdir -p "$out"

step() { printf '\n\033[1m== %s\033[0m\n' "$1"; }

round() { # name of the round's folder, its store, a proposal and a respondent to ask about
  title=$1 seeds="seeds/$1" store="$out/$2" name=$2 proposal=$3 respondent=$4

  step "$title: read, check, store"
  kannat ingest "$seeds" --store "$store" || [ $? = 3 ] # 3: some document was refused, the list says why
  kannat store verify --store "$store"

  step "$title: is each document sound? (what is true is told: a missing annex is a warning)"
  kannat validate "$seeds"/statements/*.txt --with "$seeds" --lang en >"$out/$name-validation.txt"
  grep -c . "$out/$name-validation.txt" | sed 's/$/ lines in the report, of which warnings:/'
  grep -h -A 1 '^ *Warning' "$out/$name-validation.txt" || echo "none"

  step "$title: positions compared"
  kannat compare --store "$store" --lang en --format table
  kannat compare --store "$store" --format csv -o "$out/$name-comparison.csv"
  kannat compare --store "$store" --format html -o "$out/$name-comparison.html"

  step "$title: every question of the library, first rows"
  for file in queries/*.rq; do
    question=$(basename "$file" .rq)
    if grep -q '^# earlier = .*required = true' "$file"; then continue; fi # needs two rounds
    set --
    if grep -q '^# proposal = .*required = true' "$file"; then set -- "$@" -p "proposal=$proposal"; fi
    if grep -q '^# respondent = .*required = true' "$file"; then set -- "$@" -p "respondent=$respondent"; fi
    if grep -q '^# act = .*required = true' "$file"; then set -- "$@" -p act=380/2023; fi
    if grep -qi '^CONSTRUCT' "$file"; then
      kannat query "$question" --store "$store" -o "$out/$name-$question.ttl" "$@"
      printf '%s: a graph, in %s\n' "$question" "$out/$name-$question.ttl"
    else
      kannat query "$question" --store "$store" --lang en --format table --limit 3 "$@"
    fi
  done

  step "$title: the summary of statements, in Finnish and Swedish"
  kannat summary --store "$store" --lang fi -o "$out/$name-tiivistelma.docx"
  kannat summary --store "$store" --lang sv -o "$out/$name-sammandrag.odt"

  step "$title: wording that statements share, and voices counted once"
  kannat wording --store "$store" --lang en --independent

  step "$title: pictures"
  for picture in stances matrix network references timeline; do
    kannat picture "$picture" --store "$store" --lang en -o "$out/$name-$picture.svg"
  done

  step "$title: the networks and the graph"
  kannat export network --store "$store" --format graphml -o "$out/$name.graphml"
  kannat export network --store "$store" --format gexf -o "$out/$name.gexf"
  kannat export network --store "$store" --of respondents --measure difference --communities --draw --format cyjs \
    -o "$out/$name-blocs.cyjs"
  kannat export rdf --store "$store" --format trig -o "$out/$name.trig"
}

round VN-37864-2025 real kulukorvausten-yhtenaistaminen "Vantaan kaupunki"
round example-round example valmennusten-tarkempi-saantely "Koivurannan kaupunki"

step "example-mixed: the same statements in Word, OpenDocument, PDF, HTML, a mail, an archive, a feed, a report, a table, JSON"
kannat ingest seeds/example-mixed --store "$out/mixed"
kannat compare --store "$out/mixed" --format csv -o "$out/mixed-comparison.csv"
for name in example mixed; do # names of statements bear the hash of their document; all else is to be the same
  sed 's/\.[0-9a-f]\{12\}\././g' "$out/$name-comparison.csv" | sort >"$out/$name-positions.txt"
done
diff "$out/example-positions.txt" "$out/mixed-positions.txt"
grep -c . "$out/mixed-positions.txt" | sed 's/$/ positions, the same in both/'

step "how well the reading does, against known readings"
kannat evaluate seeds/VN-37864-2025
kannat evaluate seeds/example-round

step "where the files lie"
cat <<EOF
$out/real-comparison.html      respondents and proposals; each cell opens its passages
$out/example-comparison.html   the same for the invented round (synthetic)
$out/*-tiivistelma.docx        the summary of statements in Finnish, $out/*-sammandrag.odt in Swedish
$out/*.svg                     pictures: stances, matrix, network, references, timeline
$out/*.gexf, *.graphml, *.cyjs the networks: Gephi, yEd, visone, igraph, Cytoscape
$out/*.trig                    the graphs
$out/*-validation.txt          what the shapes say of each document
$out/real, $out/example        the stores: kannat query NAME --store $out/real
EOF

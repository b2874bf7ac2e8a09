// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "runtime/propose/names.hpp"
#include "runtime/propose/starting_file.hpp"

namespace hyp::propose {

std::string drawn_digits(const std::string& weights) {
  return fmt::format(R"(language 1

// A starting file on drawn digits: it needs nothing but itself. `hyp train` makes the network,
// `hyp run` puts the claims to the test. For a network of your own: `hyp new --weights FILE`.

// The examples. Units are chosen on `images`, claims are tested on `unseen`.
data images = strokes(2000, seed: 1)
data unseen = strokes(1000, seed: 2)

// The network: each named value is a place that claims can speak about.
model net(weights: {}) {{
  input [28, 28]
  hidden = linear(flatten(input), out: 40)
  neurons = relu(hidden)
  logits = linear(neurons, out: 2)
  label = argmax(logits)
}}

// What can be said of an example: whether its digit has a loop, and how much ink it takes.
region loop = label == 0 or label == 6 or label == 8 or label == 9
score ink = sum(input)

partition kinds {{ loop: loop; line: otherwise }}

// What the network is taught. Change it, and train again with --force.
train net on images {{
  label is loop
  epochs 10
  seed 1
}}

// Who might see what: the units that are more active on the one kind, and on the other.
group for_loops = net.neurons where mean(in loop) > mean(in line) on images
group for_lines = net.neurons where mean(in loop) < mean(in line) on images

experiment looking on unseen {{
  "What is lost without each set, and where?"
  intervene {{ none; mean for_loops; mean for_lines }}
  measure preserved, margin by kinds
}}

// A claim: a place in the network, and what it carries. Change a place or a value, and see it fail.
hypothesis two_sets about net {{
  "Each set says whether there is a loop, and nothing else that matters."

  says_loop at for_loops is loop
  says_line at for_lines is line
  answer at net.label reads says_loop, says_line
  all else is any
}}

// A rival ought to fail: as long as it does, `expect refuted` is supported.
hypothesis amount_of_ink about net {{
  "They only say how much ink there is."

  says_much at for_loops is ink > 90
  says_little at for_lines is ink <= 90
  answer at net.label reads says_much, says_little
  all else is any
}}

test two_sets on unseen {{
  scrub: measure preserved by kinds;  expect preserved >= 90%
}}

test amount_of_ink on unseen {{
  expect refuted
  scrub: measure preserved by kinds;  expect preserved >= 90%
}}
)",
                     quoted(weights).value_or("\"\""));
}

}  // namespace hyp::propose

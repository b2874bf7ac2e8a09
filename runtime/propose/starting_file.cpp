// SPDX-License-Identifier: MIT
#include "runtime/propose/starting_file.hpp"

#include <fmt/format.h>

#include "runtime/propose/names.hpp"

namespace hyp::propose {
namespace {

constexpr std::size_t kColumns = 100;

// Prose as comment lines; the first begins with `head`, the others are as far in.
std::string comment(std::string_view head, std::string_view text) {
  std::string out, line = "// " + std::string(head);
  const std::string next = "//" + std::string(line.size() - 2, ' ');
  bool empty = true;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (!empty && line.size() + 1 + end > kColumns) {
      out += line + "\n";
      line = next;
      empty = true;
    }
    line += (empty ? "" : " ") + std::string(text.substr(0, end));
    empty = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + line + "\n";
}

std::string text_of(const std::string& path) {
  return quoted(path).value_or("\"\"");
}

class Writer {
 public:
  explicit Writer(const Start& start)
      : start_(start), network_(start.network), model_(start.model) {}

  std::string write() {
    text_ = "language 1\n";
    if (start_.examples) {
      for (const auto& line : start_.examples->statements) {
        if (line.starts_with("import")) text_ += line + "\n";
      }
    }
    text_ +=
        "\n// A starting file: it says what is in the files, what may be asked of them, and how a "
        "claim is made.\n// Change what you know better. `hyp check` finds mistakes, `hyp run` "
        "puts the claims to the test.\n";
    data();
    model();
    if (start_.examples) questions();
    if (start_.examples && claimable()) {
      claims();
    } else {
      skeleton();
    }
    return std::move(text_);
  }

 private:
  void paragraph(std::string_view text) { text_ += "\n" + comment("", text); }

  void data() {
    if (!start_.examples) {
      paragraph(
          "No data was named: `hyp new --on FILE --labels FILE` adds it, as does a line such "
          "as data images = npy(\"inputs.npy\", label: \"labels.npy\").");
      return;
    }
    const auto& examples = *start_.examples;
    paragraph(
        examples.chosen_on == examples.tested_on
            ? "The examples. Keep some apart, if you can: to test claims on what they were "
              "not made from."
            : fmt::format("Units are chosen on `{}`, claims are tested on `{}`, which nothing "
                          "was made from.",
                          examples.chosen_on, examples.tested_on));
    for (const auto& line : examples.statements) {
      if (!line.starts_with("import")) text_ += line + "\n";
    }
  }

  void model() {
    if (network_.equations.empty()) {
      paragraph("The network: its equations could not be told from the file.");
    } else {
      paragraph(
          "The network. Names and shapes of the tensors tell most of it; lines marked `guess` "
          "hold what they do not.");
    }
    for (const auto& guess : network_.guesses) text_ += comment("guess: ", guess);
    for (const auto& unknown : network_.unknown) text_ += comment("unknown: ", unknown);
    if (network_.equations.empty()) {
      text_ += comment("", fmt::format("model {}(weights: {}) {{ input [1, 28, 28]; ... }}", model_,
                                       text_of(start_.weights.path)));
      return;
    }
    text_ += fmt::format("model {}(\n  weights: {}\n    sha256 \"{}\") {{\n  input {}\n", model_,
                         text_of(start_.weights.path), start_.weights.sha256,
                         check::to_string(network_.input));
    for (const auto& equation : network_.equations) {
      text_ += fmt::format("  {} = {}{}\n", equation.name, equation.value,
                           equation.guessed ? "  // guess" : "");
    }
    text_ += "}\n";
  }

  // A claim is tested by the network's answers.
  [[nodiscard]] bool claimable() const {
    return network_.complete && !network_.hidden.empty() && network_.classes > 0;
  }

  void questions() {
    paragraph(
        "A number of each example, and what it divides them into. Put in what you think the "
        "network looks at; about half of the examples lie above this bound.");
    text_ += fmt::format(R"(score amount = sum(input)
region much = amount > {:.4g}

partition halves {{ much: much; little: otherwise }}
)",
                         start_.examples->typical);
    if (claimable()) {
      units();
    } else {
      experiment(network_.complete ? "What is in the data, and what does the network make of it?"
                                   : "What is in the data?",
                 "",
                 network_.complete ? "mean(amount), mean(sum(" + last() + "))"
                                   : "share(much), mean(amount)");
    }
  }

  [[nodiscard]] std::string last() const {
    return model_ + "." + (network_.classes > 0 ? "logits" : network_.equations.back().name);
  }

  void experiment(std::string_view prose, std::string_view line, const std::string& measures) {
    text_ += fmt::format("\nexperiment {} on {} {{\n  \"{}\"\n{}  measure {} by halves\n}}\n",
                         kLooking, start_.examples->tested_on, prose, line, measures);
  }

  void units() {
    const auto site = model_ + "." + network_.hidden;
    paragraph(fmt::format(
        "The units that claims are about: {}. Others are {}[0, 3..7], or {} where mean(in much) > "
        "mean(in little) on {}.",
        start_.active ? "those that are often above zero" : "all, for none is ever above zero",
        site, site, start_.examples->chosen_on));
    text_ += "group busy = " + site;
    if (start_.active) {
      text_ += fmt::format(" where active > {}% on {}", *start_.active, start_.examples->chosen_on);
    }
    text_ += "\n";
    experiment("What does the network do, and what without these units?",
               "  intervene { none; mean busy }\n",
               start_.examples->labels ? "accuracy, preserved" : "preserved");
  }

  // `line` is that of the node that stands at `busy`, `reads` that of the answer.
  void hypothesis(std::string_view name, std::string_view prose, std::string_view line,
                  std::string_view reads) {
    text_ +=
        fmt::format(R"(hypothesis {} about {} {{
  "{}"

  {}
  answer at {}.label {}
  all else is any
}}

test {} on {} {{
)",
                    name, model_, prose, line, model_, reads, name, start_.examples->tested_on);
  }

  void claims() {
    constexpr std::string_view kScrub =
        "  scrub: measure preserved by halves; "
        "expect preserved >= 90%\n";
    constexpr std::string_view kSwap = "  swap: expect obeyed >= 90%\n";
    paragraph(
        "Who decides? The busy units keep what they say of the example; everything else takes what "
        "another example gives it. Narrow `busy` until this fails.");
    hypothesis(
        "busy_decide",
        "The busy units decide the answer; the others, and every way around them, do nothing.",
        "kept at busy resampled itself", "reads kept");
    text_ += std::string(kScrub) + "}\n";
    if (start_.examples->labels) {
      paragraph(
          "What do they say? If only the label, then any example of that label may stand in. Put a "
          "region or a score in its place, or claim less of the units.");
      hypothesis("busy_say_label",
                 "The busy units say which label it is, and nothing else that matters.",
                 "said at busy is label", "is said");
      text_ += std::string(kScrub) + std::string(kSwap) + "}\n";
      return;
    }
    paragraph(
        "What do they say? A rival to begin with, which ought to fail: hence `expect refuted`. Put "
        "your own region in the place of `much`, and take that line away.");
    const bool predicts = network_.classes == 2;
    hypothesis("busy_say_much",
               predicts
                   ? "The busy units say whether there is much, and then the answer is 1."
                   : "The busy units say whether there is much, and nothing else that matters.",
               "said at busy is much", predicts ? "is said" : "reads said");
    text_ +=
        "  expect refuted\n" + std::string(kScrub) + (predicts ? std::string(kSwap) : "") + "}\n";
  }

  // What is still to be written, as a comment.
  void skeleton() {
    const bool whole = network_.complete && start_.examples;
    paragraph(
        !whole ? "A claim, for when the network is whole and there is data:"
        : network_.classes == 0
            ? "A claim is tested by the answers of a network, and this one does not end in a "
              "vector of logits. The form of a claim is:"
            : "A claim is about values inside a network, and this one has a single layer. The "
              "form of a claim is:");
    text_ += fmt::format(R"(//
// group some = {0}.neurons[0..9]
// hypothesis claim about {0} {{
//   said at some is much
//   answer at {0}.label reads said
//   all else is any
// }}
// test claim on images {{ scrub: expect preserved >= 90% }}
)",
                         model_);
  }

  const Start& start_;
  const Network& network_;
  const std::string& model_;
  std::string text_;
};

}  // namespace

std::string starting_file(const Start& start) {
  return Writer(start).write();
}

}  // namespace hyp::propose

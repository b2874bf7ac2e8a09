// SPDX-License-Identifier: MIT
#include "runtime/embed/start.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/session.hpp"
#include "runtime/model/files.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"
#include "runtime/propose/names.hpp"

namespace hyp::embed {
namespace {

namespace fs = std::filesystem;

struct File {
  propose::Pinned pinned;
  model::Asked asked;
};

// The file that is here under the name typed, as the text can name it; else the one in the folders
// of data.
diag::Outcome<File> open(const std::string& typed, const StartOptions& options,
                         source::Loader& loader) {
  std::error_code none;
  const auto here = fs::exists(typed, none) ? typed : typed + ".gz";
  std::vector<std::string> names{typed};
  if (fs::exists(here, none)) {
    const auto folder = fs::absolute(options.file.empty() ? "x" : options.file, none).parent_path();
    names.push_back(fs::absolute(here, none).lexically_relative(folder).string());
    names.push_back(fs::absolute(here, none).lexically_normal().string());
  }
  for (const auto& name : names) {
    auto found = model::open_file({name, "", {}}, loader, options.file, model::unpack_any);
    const bool missing = !found && found.diagnostics.front().code == diag::Code::file_missing;
    const bool other =
        found && names.size() > 1 && !fs::equivalent(found->asked.file.path, here, none);
    if (missing || other) continue;
    if (!found) return found.diagnostics;
    return File{{name, found->file.sha256}, std::move(found->asked)};
  }
  return model::find_file({typed, "", {}}, loader, options.file).diagnostics;
}

std::string reference(const propose::Pinned& file) {
  return fmt::format("{} sha256 \"{}\"", propose::quoted(file.path).value_or("\"\""), file.sha256);
}

struct Declared {
  std::string text;  // what stands behind `data images =`
  std::vector<std::string> guesses = {};
};

// The first of these names that the file has an array under, of more axes than `rank`.
std::string pick(const model::NamedArrays& arrays, std::initializer_list<std::string_view> names,
                 std::size_t rank) {
  for (const auto name : names) {
    const auto* array = arrays.find(name);
    if (array && array->shape.size() > rank) return std::string(name);
  }
  return {};
}

Declared npz_declaration(const File& file, const model::NamedArrays& arrays) {
  auto input = pick(
      arrays, {"input", "inputs", "x", "X", "images", "data", "x_train", "X_train", "features"}, 1);
  for (const auto& [name, array] : arrays.items) {
    if (input.empty() && array.shape.size() > 1 && propose::quoted(name)) input = name;
  }
  const auto label = pick(arrays, {"label", "labels", "y", "Y", "target", "targets", "y_train"}, 0);
  Declared declared{"npz(" + reference(file.pinned)};
  const auto take = [&](std::string_view argument, const std::string& name) {
    if (name.empty() || name == argument) return;
    declared.text += fmt::format(", {}: {}", argument, *propose::quoted(name));
    declared.guesses.push_back(
        fmt::format("the array `{}` of the data is the {}", model::shown(name), argument));
  };
  take("input", input);
  take("label", label);
  declared.text += ")";
  return declared;
}

diag::Outcome<Declared> declaration(const StartOptions& options, source::Loader& loader) {
  auto file = open(options.on, options, loader);
  if (!file) return file.diagnostics;
  const auto content = file->asked.file.bytes.view();
  const bool idx = content.size() >= 4 && content[0] == std::byte{0} && content[1] == std::byte{0};
  std::string form;
  switch (model::sniff(content)) {
    case model::Format::npy:
      form = "npy";
      break;
    case model::Format::zip: {
      const auto archive = model::Archive::open(file->asked);
      if (!archive) return archive.diagnostics;
      if (!model::is_npz(*archive)) break;
      const auto arrays = model::read_arrays(file->asked);
      if (!arrays) return arrays.diagnostics;
      return npz_declaration(*file, *arrays);
    }
    default:
      if (idx) form = "idx";
  }
  if (form.empty()) return model::not_a("an IDX, npy or npz file of examples", file->asked);
  std::string text = form + "(" + reference(file->pinned);
  if (!options.labels.empty()) {
    auto labels = open(options.labels, options, loader);
    if (!labels) return labels.diagnostics;
    text += ", label: " + reference(labels->pinned);
  }
  return Declared{text + ")"};
}

// About half of the inputs sum up to more.
double typical_sum(const model::Dataset& data) {
  constexpr std::int64_t kMostRows = 5000;
  std::vector<double> sums, row(static_cast<std::size_t>(check::elements(data.input_shape())));
  for (std::int64_t i = 0; i < std::min(data.rows, kMostRows); ++i) {
    data.input(i, row);
    double sum = 0;
    for (const double value : row) sum += value;
    sums.push_back(sum);
  }
  const auto middle = sums.begin() + static_cast<std::ptrdiff_t>(sums.size() / 2);
  std::nth_element(sums.begin(), middle, sums.end());
  // A number that the language can write.
  return std::isfinite(*middle) && std::abs(*middle) > 1e-300 ? *middle : 0;
}

bool are_classes(const model::Dataset& data, std::int64_t classes) {
  const auto* labels = data.column("label");
  if (!labels || !labels->integer() || classes == 0) return false;
  for (std::int64_t row = 0; row < data.rows; ++row) {
    const double label = labels->values.at(row);
    if (label < 0 || label >= static_cast<double>(classes)) return false;
  }
  return true;
}

struct Looked {
  std::vector<std::string> guesses;
  propose::Examples examples;
  model::Dataset data;
};

diag::Outcome<Looked> look_at_data(const StartOptions& options, source::Loader& loader) {
  Looked looked;
  auto& examples = looked.examples;
  examples.chosen_on = "images";
  if (options.library.empty()) {
    auto declared = declaration(options, loader);
    if (!declared) return declared.diagnostics;
    looked.guesses = std::move(declared->guesses);
    examples.tested_on = "images";
    examples.statements = {"data images = " + declared->text};
  } else {
    examples.tested_on = "unseen";
    examples.statements = {fmt::format("import \"std/{}\"", options.library),
                           fmt::format("data images = {}.train", options.library),
                           fmt::format("data unseen = {}.test", options.library)};
  }
  std::string text = "language 1\n";
  for (const auto& line : examples.statements) text += line + "\n";
  for (const auto* name : {&examples.chosen_on, &examples.tested_on}) {
    Session session(loader);
    // The experiment says which of the program's data sets goes by the name.
    auto program = session.check(
        options.file,
        text + fmt::format("experiment x on {} {{ measure mean(sum(input)) }}\n", *name));
    if (!program) return std::move(program.diagnostics);
    const auto id = program->experiments.back().data;
    auto data = model::load_dataset((*program)[id], loader, options.file);
    if (!data) return std::move(data.diagnostics);
    examples.rows += data->rows;
    if (name == &examples.chosen_on) looked.data = std::move(*data);
  }
  return looked;
}

diag::Outcome<propose::Start> look(const StartOptions& options, source::Loader& loader) {
  const auto file = open(options.weights, options, loader);
  if (!file) return file.diagnostics;
  const auto arrays = model::read_arrays(file->asked);
  if (!arrays) return arrays.diagnostics;
  propose::Start start;
  start.weights = file->pinned;
  std::optional<Looked> looked;
  if (!options.on.empty() || !options.library.empty()) {
    auto found = look_at_data(options, loader);
    if (!found) return std::move(found.diagnostics);
    looked = std::move(*found);
  }
  std::vector<propose::Tensor> tensors;
  for (const auto& [name, array] : arrays->items)
    tensors.push_back({name, array.shape, model::is_integer(array.type)});
  auto example = options.input;
  if (!example && looked && looked->data.has_inputs) example = looked->data.input_shape();
  start.network = propose::propose(tensors, example);
  if (looked) {
    auto& guesses = start.network.guesses;
    guesses.insert(guesses.end(), looked->guesses.begin(), looked->guesses.end());
  }
  if (looked && looked->data.has_inputs) {
    looked->examples.typical = typical_sum(looked->data);
    looked->examples.labels = are_classes(looked->data, start.network.classes);
    start.examples = std::move(looked->examples);
  } else if (looked) {
    start.network.unknown.push_back("which array holds the inputs: the file of data has none");
  }
  return start;
}

}  // namespace

diag::Outcome<propose::Start> look_around(const StartOptions& options, source::Loader& loader) {
  auto start = look(options, loader);
  for (auto& diagnostic : start.diagnostics) {
    diagnostic.span.reset();
    diagnostic.labels.clear();
  }
  return start;
}

}  // namespace hyp::embed

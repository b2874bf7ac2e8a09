// SPDX-License-Identifier: MIT
// The open table of kinds of data: `idx`, `npy`, `npz`, `grid`, `strokes`.
#include <fmt/format.h>

#include <map>

#include "lang/check/expr_text.hpp"
#include "lang/check/models.hpp"
#include "lang/check/number_scope.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

using diag::Code;
using diag::Diagnostic;
using diag::Note;
using equations::seen;
using syntax::Argument;
using syntax::Expr;

// Beyond this a float32 input would not hold every whole number.
constexpr std::int64_t kLargestGridValue = 16777216;
constexpr std::int64_t kMostRows = 100000000;
constexpr std::int64_t kMostPictures = 1000000;           // 784 MB
constexpr std::int64_t kLargestSeed = 9007199254740992;  // numbers of a file are binary64

using Source = decltype(DataDeclaration::source);

struct Context;
struct Row {
  std::string_view name;
  std::string_view usage;
  std::string_view first;  ///< what the argument without a name is; empty where none is taken
  void (*read)(const Context&, const Argument& argument, const std::string& name, Source& source);
  Source (*fresh)();
};

struct Context {
  const Row& row;
  const equations::NumberScope& scope;
  diag::Diagnostics& diagnostics;
};

void wrong_kind(const Context& c, const std::string& name, const Expr& expr,
                std::string_view wanted) {
  c.diagnostics.add(
      {Code::wrong_argument_kind,
       expr.span,
       {{"name", name}, {"callee", c.row.name}, {"wanted", wanted}, {"seen", seen(expr)}}});
}

template <typename Files>
void read_file(const Context& c, const Argument& argument, const std::string& name,
               Source& source) {
  auto file = file_reference(*argument.value, c.diagnostics);
  if (!file) return;
  auto& files = std::get<Files>(source);
  if (name == c.row.first) {
    files.input = std::move(*file);
  } else {
    files.columns.emplace_back(name, std::move(*file));
  }
}

void read_npz(const Context& c, const Argument& argument, const std::string& name, Source& source) {
  auto& npz = std::get<NpzData>(source);
  if (name == c.row.first) {
    if (auto file = file_reference(*argument.value, c.diagnostics)) npz.file = std::move(*file);
    return;
  }
  const auto* text = std::get_if<syntax::Text>(&argument.value->node);
  if (!text || text->sha256 || text->value.empty()) {
    return wrong_kind(c, name, *argument.value, "the name of an array in the file");
  }
  if (name == "input") {
    npz.input = text->value;
    npz.input_named = true;
  } else {
    npz.columns.emplace_back(name, text->value);
  }
}

std::optional<std::int64_t> whole_between(const Context& c, const std::string& name,
                                          const Expr& expr, std::int64_t least, std::int64_t most,
                                          std::string_view wanted) {
  const auto number = equations::constant(expr, c.scope);
  const auto value = number ? equations::whole(*number) : std::nullopt;
  if (!value) {
    if (const auto* unknown = equations::unknown_in(expr, c.scope)) {
      c.diagnostics.add(
          {Code::unknown_name, unknown->span, {{"what", "number"}, {"name", unknown->text}}});
    } else {
      wrong_kind(c, name, expr, wanted);
    }
    return std::nullopt;
  }
  if (*value >= least && *value <= most) return value;
  c.diagnostics.add(
      {Code::argument_out_of_range,
       expr.span,
       {{"name", name},
        {"callee", c.row.name},
        {"value", *value},
        {"wanted", fmt::format("from {} to {}", least, most)}}});
  return std::nullopt;
}

std::optional<std::int64_t> bound(const Context& c, const std::string& name, const Expr& expr) {
  return whole_between(c, name, expr, -kLargestGridValue, kLargestGridValue,
                       "whole numbers as bounds");
}

void read_strokes(const Context& c, const Argument& argument, const std::string& name,
                  Source& source) {
  auto& strokes = std::get<StrokesData>(source);
  if (name == c.row.first) {
    const auto rows = whole_between(c, name, *argument.value, 1, kMostPictures, "a whole number");
    if (rows) strokes.rows = *rows;
  } else if (name == "seed") {
    const auto seed = whole_between(c, name, *argument.value, 0, kLargestSeed, "a whole number");
    if (seed) strokes.seed = static_cast<std::uint64_t>(*seed);
  } else {
    c.diagnostics.add(Diagnostic(Code::unknown_argument, argument.name->span,
                                 {{"callee", c.row.name}, {"name", name}})
                          .remark(Note::written_as,
                                  {{"callee", c.row.name}, {"usage", c.row.usage}}));
  }
}

void read_axis(const Context& c, const Argument& argument, const std::string& name,
               Source& source) {
  if (name == "input") {
    c.diagnostics.add({Code::reserved_name, argument.name->span, {{"name", name}}});
    return;
  }
  const auto* range = std::get_if<syntax::Range>(&argument.value->node);
  if (!range) return wrong_kind(c, name, *argument.value, "a range, as `0..9`");
  const auto first = bound(c, name, *range->first);
  const auto last = bound(c, name, *range->last);
  if (!first || !last) return;
  if (*first > *last) {
    c.diagnostics.add(
        {Code::empty_range, argument.value->span, {{"first", *first}, {"last", *last}}});
    return;
  }
  std::get<GridData>(source).axes.push_back({name, *first, *last});
}

const std::vector<Row>& rows() {
  static const std::vector<Row> table{
      {"idx", "idx(\"images-file\", label: \"labels-file\")", "input", read_file<IdxData>,
       [] { return Source(IdxData{}); }},
      {"npy", "npy(\"inputs.npy\", label: \"labels.npy\")", "input", read_file<NpyData>,
       [] { return Source(NpyData{}); }},
      {"npz", "npz(\"file.npz\", input: \"x\", label: \"y\")", "file", read_npz,
       [] { return Source(NpzData{}); }},
      {"grid", "grid(x0: 0..9, x1: 0..9)", "", read_axis, [] { return Source(GridData{}); }},
      {"strokes", "strokes(10000, seed: 1)", "rows", read_strokes,
       [] { return Source(StrokesData{}); }},
  };
  return table;
}

const Row* find_row(const Expr& expr, diag::Diagnostics& diagnostics) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (!call) {
    diagnostics.add({Code::not_a_data_source, expr.span, {{"seen", seen(expr)}}});
    return nullptr;
  }
  const std::string name = equations::brief(*call->callee);
  std::vector<std::string> known;
  for (const auto& row : rows()) {
    if (row.name == name) return &row;
    known.emplace_back(row.name);
  }
  const std::string near = diag::nearest(name, known);
  if (near.empty()) {
    diagnostics.add(
        {Code::not_a_data_source, call->callee->span, {{"seen", fmt::format("`{}`", name)}}});
  } else {
    diagnostics.add({Code::unknown_name,
                     call->callee->span,
                     {{"what", "kind of data"}, {"name", name}, {"suggestion", near}}});
  }
  return nullptr;
}

void read_arguments(const Context& c, const Expr& expr, Source& source) {
  const auto& call = std::get<syntax::Call>(expr.node);
  std::map<std::string, source::Span> given;
  for (const auto& argument : call.arguments) {
    const bool nameless = !argument.name && !argument.in;
    const auto span = argument.name ? argument.name->span : argument.value->span;
    if (argument.in) {
      c.diagnostics.add(
          Diagnostic(Code::unknown_argument, span, {{"callee", c.row.name}, {"name", "in"}})
              .remark(Note::written_as, {{"callee", c.row.name}, {"usage", c.row.usage}}));
      continue;
    }
    if (nameless && (c.row.first.empty() || given.contains(std::string(c.row.first)))) {
      c.diagnostics.add({Code::too_many_arguments,
                         span,
                         {{"callee", c.row.name},
                          {"count", c.row.first.empty() ? "no argument" : "1 argument"},
                          {"usage", c.row.usage}}});
      continue;
    }
    const std::string name = nameless ? std::string(c.row.first) : argument.name->text;
    const auto [first, fresh] = given.emplace(name, argument.value->span);
    if (!fresh) {
      c.diagnostics.add(
          Diagnostic(Code::argument_twice, span, {{"name", name}, {"callee", c.row.name}})
              .label(first->second, Note::first_given));
      continue;
    }
    c.row.read(c, argument, name, source);
  }
  const std::string needed = c.row.first.empty() ? "axis" : std::string(c.row.first);
  if (c.row.first.empty() ? call.arguments.empty() : !given.contains(needed)) {
    c.diagnostics.add({Code::argument_missing,
                       call.callee->span,
                       {{"callee", c.row.name}, {"name", needed}, {"usage", c.row.usage}}});
  }
}

void check_size(const Context& c, const Expr& expr, const GridData& grid) {
  std::int64_t count = 1;
  for (const auto& axis : grid.axes) {
    const std::int64_t extent = axis.last - axis.first + 1;
    if (extent > kMostRows / count) {
      c.diagnostics.add({Code::too_many_rows, expr.span, {{"limit", kMostRows}}});
      return;
    }
    count *= extent;
  }
}

}  // namespace

std::optional<DataDeclaration> build_data(const syntax::Data& data, const std::string& name,
                                          const NumberLookup& lookup,
                                          diag::Diagnostics& diagnostics) {
  diag::Diagnostics found;
  std::optional<DataDeclaration> out;
  if (const Row* row = find_row(*data.value, found)) {
    equations::NumberScope scope;
    scope.lookup = &lookup;
    const Context context{*row, scope, found};
    out = DataDeclaration{name, cover(data.name.span, data.value->span), row->fresh()};
    read_arguments(context, *data.value, out->source);
    if (const auto* grid = std::get_if<GridData>(&out->source)) {
      check_size(context, *data.value, *grid);
    }
  }
  if (found.has_errors()) out.reset();
  diagnostics.add(found.take());
  return out;
}

}  // namespace hyp::check

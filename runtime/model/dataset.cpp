// SPDX-License-Identifier: MIT
#include "runtime/model/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/model/dataset_parts.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

// Where the file of a column was asked for; the declaration where it came without a file.
source::Span column_span(const check::DataDeclaration& declaration, std::size_t column) {
  const auto file_span = [&](const auto& columns) {
    return column < columns.size() ? columns[column].second.span : declaration.span;
  };
  if (const auto* idx = std::get_if<check::IdxData>(&declaration.source)) {
    return file_span(idx->columns);
  }
  if (const auto* npy = std::get_if<check::NpyData>(&declaration.source)) {
    return file_span(npy->columns);
  }
  if (const auto* npz = std::get_if<check::NpzData>(&declaration.source)) return npz->file.span;
  return declaration.span;
}

source::Span input_span(const check::DataDeclaration& declaration) {
  if (const auto* idx = std::get_if<check::IdxData>(&declaration.source)) return idx->input.span;
  if (const auto* npy = std::get_if<check::NpyData>(&declaration.source)) return npy->input.span;
  return column_span(declaration, 0);
}

// The path of the i-th array's file: inputs first, then columns; an npz file holds them all.
std::string path_of(const Dataset& data, std::size_t i) {
  if (data.files.empty()) return data.name;
  return data.files[std::min(i, data.files.size() - 1)].path;
}

// The first element that is NaN or infinite, or the number of elements.
std::int64_t first_not_finite(const Array& array) {
  const auto count = check::elements(array.shape);
  if (is_integer(array.type)) return count;
  std::int64_t i = 0;
  while (i < count && std::isfinite(array.at(i))) ++i;
  return i;
}

class Checks {
 public:
  Checks(const check::DataDeclaration& declaration, Dataset& data)
      : declaration_(declaration), data_(data) {}

  std::vector<diag::Diagnostic> run() {
    if (data_.has_inputs && data_.inputs.shape.empty()) {
      report(diag::Code::no_row_axis, input_span(declaration_), 0, {});
      return found_.take();
    }
    if (data_.has_inputs) data_.rows = data_.inputs.shape[0];
    if (data_.rows == 0) {
      report(diag::Code::no_rows, declaration_.span, 0, {{"name", data_.name}});
      return found_.take();
    }
    if (data_.has_inputs) finite(data_.inputs, "the inputs", input_span(declaration_), 0);
    for (std::size_t i = 0; i < data_.columns.size(); ++i) column(i);
    return found_.take();
  }

 private:
  void report(diag::Code code, source::Span span, std::size_t file, diag::Facts facts) {
    found_.add(problem(code, Asked{{path_of(data_, file), {}}, span}, std::move(facts)));
  }

  void column(std::size_t i) {
    const Column& column = data_.columns[i];
    const Shape& shape = column.values.shape;
    const source::Span span = column_span(declaration_, i);
    const diag::Fact name("name", column.name);
    if (shape.size() != 1) {
      return report(diag::Code::column_shape, span, i + 1,
                    {name, {"shape", check::to_string(shape)}});
    }
    if (shape[0] != data_.rows) {
      return report(
          diag::Code::rows_differ, span, i + 1,
          {name,
           {"seen", shape[0]},
           {"what", data_.has_inputs ? std::string("the inputs have")
                                     : fmt::format("column `{}` has", data_.columns[0].name)},
           {"rows", data_.rows}});
    }
    finite(column.values, fmt::format("column `{}`", column.name), span, i + 1);
  }

  void finite(const Array& array, const std::string& what, source::Span span, std::size_t file) {
    const auto wrong = first_not_finite(array);
    const auto count = check::elements(array.shape);
    if (wrong == count) return;
    const double value = array.at(wrong);
    diag::Facts facts{{"row", wrong / (count / data_.rows)}, {"what", what}, {"value", value}};
    if (std::isfinite(value)) facts.emplace_back("largest", kLargestFloat32);
    report(diag::Code::data_not_finite, span, file, std::move(facts));
  }

  const check::DataDeclaration& declaration_;
  Dataset& data_;
  diag::Diagnostics found_;
};

diag::Outcome<Dataset> load(const check::DataDeclaration& declaration, const Host& host) {
  Dataset base;
  base.name = declaration.name;
  base.span = declaration.span;
  if (const auto* idx = std::get_if<check::IdxData>(&declaration.source)) {
    return load_idx(std::move(base), *idx, host);
  }
  if (const auto* npy = std::get_if<check::NpyData>(&declaration.source)) {
    return load_npy(std::move(base), *npy, host);
  }
  if (const auto* npz = std::get_if<check::NpzData>(&declaration.source)) {
    return load_npz(std::move(base), *npz, host);
  }
  if (const auto* strokes = std::get_if<check::StrokesData>(&declaration.source)) {
    return make_strokes(std::move(base), *strokes);
  }
  return make_grid(std::move(base), std::get<check::GridData>(declaration.source));
}

}  // namespace

bool Column::integer() const {
  return is_integer(values.type);
}

Shape Dataset::input_shape() const {
  return {inputs.shape.begin() + 1, inputs.shape.end()};
}

double Dataset::input(std::int64_t row, std::int64_t i) const {
  const double stored = inputs.at(row * (check::elements(inputs.shape) / rows) + i);
  return inputs.type == ElementType::u8 ? stored / 255 : stored;
}

void Dataset::input(std::int64_t row, std::span<double> to) const {
  const std::int64_t first = row * static_cast<std::int64_t>(to.size());
  const double unit = inputs.type == ElementType::u8 ? 255 : 1;
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] = inputs.at(first + static_cast<std::int64_t>(i)) / unit;
  }
}

const Column* Dataset::column(std::string_view column_name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& c) { return c.name == column_name; });
  return found == columns.end() ? nullptr : &*found;
}

diag::Outcome<Dataset> load_dataset(const check::DataDeclaration& declaration,
                                    source::Loader& loader, const std::string& referrer) {
  auto loaded = load(declaration, {loader, referrer});
  if (!loaded) return loaded;
  diag::Diagnostics all;
  all.add(std::move(loaded.diagnostics));
  all.add(Checks(declaration, *loaded).run());
  if (all.has_errors()) return all.take();
  return {std::move(*loaded), all.take()};
}

}  // namespace hyp::model

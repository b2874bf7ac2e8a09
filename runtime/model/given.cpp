// SPDX-License-Identifier: MIT
#include "runtime/model/given.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/model/files.hpp"
#include "runtime/model/missing_array.hpp"
#include "runtime/model/npy.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

class Reading {
 public:
  Reading(const check::Site& site, Content content)
      : site_(site),
        given_(std::get<check::Given>(site.operation)),
        content_(std::move(content)),
        asked_(content_.asked) {}

  diag::Outcome<GivenValues> run() {
    const auto array = find();
    if (!array) return array.diagnostics;
    const auto& shape = array->shape;
    const bool fits = !shape.empty() && std::equal(shape.begin() + 1, shape.end(),
                                                   site_.shape.begin(), site_.shape.end());
    if (!fits) return misfit(shape);
    if (shape[0] == 0) return problem(diag::Code::no_rows, asked_, {{"name", site_.name}});
    return convert(*array);
  }

 private:
  [[nodiscard]] diag::Outcome<Array> find() const {
    const auto format = sniff(asked_.file.bytes.view());
    if (format == Format::npy && given_.named) {
      return problem(diag::Code::array_missing, asked_,
                     {{"name", shown(given_.array)}, {"unnamed", shown(given_.array)}});
    }
    if (format == Format::npy) return read_npy(asked_);
    if (format == Format::zip) {
      const auto archive = Archive::open(asked_);
      if (!archive) return archive.diagnostics;
      if (is_npz(*archive)) return member(*archive);
    }
    auto arrays = read_arrays(asked_);
    if (!arrays) return arrays.diagnostics;
    std::vector<std::string> names;
    for (auto& [name, array] : arrays->items) {
      if (name == given_.array) return std::move(array);
      names.push_back(name);
    }
    return no_array(asked_, given_.array, names);
  }

  // Only the array that is asked for is read.
  [[nodiscard]] diag::Outcome<Array> member(const Archive& archive) const {
    const auto names = npz_names(archive);
    if (std::find(names.begin(), names.end(), given_.array) == names.end()) {
      return no_array(asked_, given_.array, names);
    }
    const auto file = npz_member(archive, given_.array);
    if (!file) return file.diagnostics;
    return read_npy(*file);
  }

  [[nodiscard]] diag::Diagnostic misfit(const Shape& seen) const {
    std::string wanted = "[rows";
    for (const auto extent : site_.shape) wanted += fmt::format(", {}", extent);
    diag::Facts facts{{"array", shown(given_.array)},
                      {"seen", check::to_string(seen)},
                      {"site", site_.name},
                      {"wanted", wanted + "]"}};
    if (!seen.empty()) {
      facts.emplace_back("suggestion", check::to_string(Shape(seen.begin() + 1, seen.end())));
    }
    return problem(diag::Code::given_shape, asked_, std::move(facts));
  }

  diag::Outcome<GivenValues> convert(const Array& array) {
    const std::int64_t rows = array.shape[0], width = check::elements(site_.shape);
    GivenValues given{{rows, width, array.to_f32()}, content_.file};
    const bool may_round = array.type == ElementType::f64 || array.type == ElementType::i32 ||
                           array.type == ElementType::i64;
    std::int64_t rounded = 0, first = 0;
    for (std::int64_t i = 0; i < rows * width; ++i) {
      const float value = given.values.values[static_cast<std::size_t>(i)];
      if (!std::isfinite(value)) {
        diag::Facts facts{
            {"row", i / width}, {"what", fmt::format("`{}`", site_.name)}, {"value", array.at(i)}};
        if (std::isfinite(array.at(i))) facts.emplace_back("largest", kLargestFloat32);
        return problem(diag::Code::data_not_finite, asked_, std::move(facts));
      }
      if (!may_round || static_cast<double>(value) == array.at(i)) continue;
      if (rounded++ == 0) first = i;
    }
    if (rounded == 0) return given;
    return {std::move(given),
            {problem(diag::Code::given_rounded, asked_,
                     {{"count", rounded},
                      {"site", site_.name},
                      {"row", first / width},
                      {"value", array.at(first)}})}};
  }

  const check::Site& site_;
  const check::Given& given_;
  Content content_;
  const Asked& asked_;
};

}  // namespace

diag::Outcome<GivenValues> load_given(const check::Site& site, source::Loader& loader,
                                      const std::string& referrer) {
  auto content =
      open_file(std::get<check::Given>(site.operation).file, loader, referrer, unpack_any);
  if (!content) return std::move(content.diagnostics);
  return Reading(site, std::move(*content.value)).run();
}

}  // namespace hyp::model

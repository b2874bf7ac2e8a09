// SPDX-License-Identifier: MIT
#include "runtime/score/missing_column.hpp"

#include <utility>

#include "lang/diag/suggest.hpp"

namespace hyp::score {

diag::Diagnostic no_such_column(source::Span span, const model::Dataset& data,
                                const std::string& column) {
  std::vector<std::string> names;
  std::string listed;
  for (const auto& other : data.columns) {
    names.push_back(other.name);
    listed += (listed.empty() ? "`" : ", `") + other.name + "`";
  }
  diag::Diagnostic problem(diag::Code::no_such_column, span,
                           {{"data", data.name}, {"name", column}});
  const std::string suggestion = diag::nearest(column, names);
  if (!suggestion.empty()) problem.facts.emplace_back("suggestion", suggestion);
  if (names.empty()) return std::move(problem).remark(diag::Note::columns_none);
  return std::move(problem).remark(diag::Note::columns_held, {{"names", listed}});
}

diag::Diagnostic no_such_input(source::Span span, const model::Dataset& data) {
  const std::string path = data.files.empty() ? data.name : data.files[0].path;
  std::string listed;
  for (const auto& name : data.arrays) listed += (listed.empty() ? "`" : ", `") + name + "`";
  diag::Diagnostic problem(diag::Code::no_input, span,
                           {{"data", data.name},
                            {"path", path},
                            {"example", "npz(\"" + path + "\", input: \"images\")"}});
  return std::move(problem).remark(diag::Note::arrays_held, {{"names", listed}});
}

}  // namespace hyp::score

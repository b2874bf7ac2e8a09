// SPDX-License-Identifier: MIT
#include "runtime/model/missing_array.hpp"

#include "lang/diag/suggest.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

constexpr std::size_t kMostNames = 8;

}  // namespace

diag::Diagnostic no_array(const Asked& asked, const std::string& name,
                          const std::vector<std::string>& names) {
  diag::Facts facts{{"name", shown(name)}};
  const auto near = diag::nearest(name, names);
  if (!near.empty()) facts.emplace_back("suggestion", shown(near));
  return problem(diag::Code::array_missing, asked, std::move(facts))
      .remark(diag::Note::arrays_held, {{"names", name_list(names, kMostNames)}});
}

}  // namespace hyp::model

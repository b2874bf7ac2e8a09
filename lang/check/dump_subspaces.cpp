// SPDX-License-Identifier: MIT
#include "lang/check/dump_subspaces.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hyp::check {
namespace {

class Writer {
 public:
  Writer(const Program& program, const Subspace& subspace,
         const std::function<std::string(ExprId)>& text)
      : program_(program), model_(program[subspace.model]), text_(text) {}

  std::string operator()(const Direction& direction) const {
    std::string out;
    for (const auto& term : direction.terms) {
      const bool minus = term.factor < 0;
      const double size = minus ? -term.factor : term.factor;
      if (out.empty()) {
        out += minus ? "-" : "";
      } else {
        out += minus ? " - " : " + ";
      }
      if (size != 1) out += fmt::format("{} * ", size);
      out += std::visit(*this, term.vector);
    }
    return out;
  }
  std::string operator()(const Subspace::Pca& pca) const {
    return pca.in ? fmt::format("pca({}, in {})", pca.axes, text_(*pca.in))
                  : fmt::format("pca({})", pca.axes);
  }
  std::string operator()(const Subspace::Stored& stored) const { return quoted(stored.file); }
  std::string operator()(const Subspace::Named& named) const {
    return program_[named.subspace].name;
  }

  std::string operator()(const Direction::Mean& mean) const {
    return mean.in ? fmt::format("mean(in {})", text_(*mean.in)) : "mean";
  }
  std::string operator()(const Direction::Gradient& gradient) const {
    const Site& site = model_.site(gradient.to);
    if (site.shape.empty()) return model_.name + "." + site.name;
    std::vector<std::int64_t> at(site.shape.size());
    std::int64_t rest = gradient.element;
    for (std::size_t axis = at.size(); axis-- > 0; rest /= site.shape[axis]) {
      at[axis] = rest % site.shape[axis];
    }
    return model_.name + "." + site.name + to_string(at);
  }
  std::string operator()(const Direction::Listed& listed) const {
    constexpr std::size_t kShown = 6;
    if (listed.values.size() <= kShown) return fmt::format("[{}]", fmt::join(listed.values, ", "));
    return fmt::format("a list of {} numbers", listed.values.size());
  }
  std::string operator()(const Direction::Stored& stored) const { return quoted(stored.file); }
  std::string operator()(const Direction::Named& named) const {
    return program_[named.direction].name;
  }

 private:
  static std::string quoted(const FileReference& file) {
    return fmt::format("\"{}\"{}", file.path, file.sha256.empty() ? "" : " pinned");
  }

  const Program& program_;
  const Model& model_;
  const std::function<std::string(ExprId)>& text_;
};

}  // namespace

std::string subspace_text(const Program& program, const Subspace& subspace,
                          const std::function<std::string(ExprId)>& text) {
  const Model& model = program[subspace.model];
  std::string out = fmt::format("{}.{} along ", model.name, model.site(subspace.site).name);
  for (std::size_t i = 0; i < subspace.items.size(); ++i) {
    if (i > 0) out += ", ";
    out += std::visit(Writer(program, subspace, text), subspace.items[i].vectors);
  }
  if (subspace.on) out += " on " + program[*subspace.on].name;
  return out;
}

}  // namespace hyp::check

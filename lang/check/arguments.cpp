// SPDX-License-Identifier: MIT
// What a call gives, held against what a definition takes.
#include <algorithm>

#include "lang/check/definitions.hpp"
#include "lang/diag/suggest.hpp"

namespace hyp::check {
namespace {

const std::vector<syntax::Parameter> kNone;

std::string counted(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

class Matching {
 public:
  Matching(Context& context, const syntax::Name& definition,
           const std::vector<syntax::Parameter>& parameters)
      : context_(context),
        definition_(definition),
        parameters_(parameters),
        given_(parameters.size()) {}

  void add(const syntax::Argument& argument, std::size_t position, std::size_t count) {
    if (argument.in) {
      return report(diag::Code::unexpected_argument_name, argument.value->span,
                    {{"name", definition_.text}, {"argument", "in"}});
    }
    std::size_t at = position;
    if (argument.name) at = index_of(argument.name->text);
    if (at >= parameters_.size()) return unknown(argument, count);
    if (given_[at]) {
      const auto span = argument.name ? argument.name->span : argument.value->span;
      return report(diag::Code::given_twice, span,
                    {{"what", "argument"}, {"name", parameters_[at].name.text}});
    }
    given_[at] = argument.value.get();
  }

  void check_complete(source::Span call) {
    if (!fits_) return;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      if (given_[i] || parameters_[i].fallback) continue;
      const syntax::Name& name = parameters_[i].name;
      context_.error(diag::Diagnostic(diag::Code::argument_missing, call,
                                      {{"callee", definition_.text},
                                       {"name", name.text},
                                       {"usage", usage_of(definition_, parameters_)}})
                         .label(name.span, diag::Note::defined_here, {{"name", name.text}}));
      fits_ = false;
    }
  }

  std::optional<std::vector<const syntax::Expr*>> take() {
    return fits_ ? std::optional(std::move(given_)) : std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t index_of(std::string_view name) const {
    const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                    [&](const auto& p) { return p.name.text == name; });
    return static_cast<std::size_t>(found - parameters_.begin());
  }

  void unknown(const syntax::Argument& argument, std::size_t count) {
    if (!argument.name) {
      return report(diag::Code::wrong_argument_count, argument.value->span,
                    {{"name", definition_.text},
                     {"expected", parameters_.empty() ? std::string("no argument")
                                                      : counted(parameters_.size(), "argument")},
                     {"seen", count == 1 ? "1 was" : std::to_string(count) + " were"}});
    }
    std::vector<std::string> names;
    for (const auto& parameter : parameters_) names.push_back(parameter.name.text);
    diag::Facts facts{{"callee", definition_.text}, {"name", argument.name->text}};
    const auto near = diag::nearest(argument.name->text, names);
    if (!near.empty()) facts.emplace_back("suggestion", near);
    report(diag::Code::unknown_argument, argument.name->span, std::move(facts));
  }

  void report(diag::Code code, source::Span span, diag::Facts facts) {
    context_.error({code, span, std::move(facts)});
    fits_ = false;
  }

  Context& context_;
  const syntax::Name& definition_;
  const std::vector<syntax::Parameter>& parameters_;
  std::vector<const syntax::Expr*> given_;
  bool fits_ = true;
};

}  // namespace

const std::vector<syntax::Parameter>& parameters_of(const syntax::Statement& statement) {
  return std::visit(
      [](const auto& node) -> const std::vector<syntax::Parameter>& {
        if constexpr (requires { node.parameters; }) return node.parameters;
        return kNone;
      },
      statement.node);
}

std::string usage_of(const syntax::Name& name, const std::vector<syntax::Parameter>& parameters) {
  std::string out = name.text + "(";
  for (const auto& parameter : parameters) {
    if (out.back() != '(') out += ", ";
    out += parameter.name.text;
    if (parameter.fallback) out += ": ...";
  }
  return out + ")";
}

std::optional<std::vector<const syntax::Expr*>> match_arguments(
    Context& context, const syntax::Name& definition,
    const std::vector<syntax::Parameter>& parameters, const syntax::Call& call, source::Span span) {
  Matching matching(context, definition, parameters);
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    matching.add(call.arguments[i], i, call.arguments.size());
  }
  matching.check_complete(span);
  return matching.take();
}

std::uint32_t open_parameters(Context& context, std::uint32_t around) {
  context.symbols.modules.push_back({nullptr, around});
  return static_cast<std::uint32_t>(context.symbols.modules.size() - 1);
}

Symbol* add_argument(Context& context, std::uint32_t module, const syntax::Name& name,
                     Entity entity) {
  const auto index = keep(context.arguments, entity);
  context.symbols.all.push_back(
      {SymbolKind::argument, name, module, nullptr, Symbol::State::done, index});
  return context.symbols.modules[module].names[name.text] = &context.symbols.all.back();
}

std::vector<LetId> declare_tunables(Context& context, std::uint32_t module,
                                    const std::vector<Tunable>& tunables, HypothesisId hypothesis) {
  std::vector<LetId> lets;
  for (const auto& [name, value] : tunables) {
    lets.push_back(
        {keep(context.program.lets, Let{name.text, name.span, value, hypothesis, false})});
    const Type type = context.program[value].type;
    add_argument(context, module, name, context.add({type, name.span, Expr::LetRef{lets.back()}}));
  }
  return lets;
}

}  // namespace hyp::check

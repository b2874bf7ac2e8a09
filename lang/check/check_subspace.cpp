// SPDX-License-Identifier: MIT
// `subspace arms = net.neurons along pca(2) on images`, and directions.
#include "lang/check/declarations.hpp"
#include "lang/check/directions.hpp"

namespace hyp::check {
namespace {

class SubspaceChecker {
 public:
  SubspaceChecker(Context& context, const Symbol& symbol, const syntax::Subspace& source)
      : context_(context), module_(symbol.module), source_(source) {}

  std::optional<Subspace> check() {
    checked_.name = source_.name.text;
    checked_.span = source_.name.span;
    checked_.direction = source_.direction;
    if (!find_site()) return std::nullopt;
    DirectionChecker directions(context_, module_, space_);
    bool fits = true;
    for (const auto& expr : source_.along) {
      auto vectors = item(directions, *expr);
      fits = fits && vectors;
      if (vectors) checked_.items.push_back({std::move(*vectors), expr->span});
    }
    if (!reads_data_) reads_data_ = directions.reads_data();
    return fits && check_on() ? std::optional(std::move(checked_)) : std::nullopt;
  }

 private:
  using Vectors = decltype(Subspace::Item::vectors);

  bool find_site() {
    const auto& parts = source_.site.parts;
    auto path = std::make_unique<syntax::Expr>(syntax::Expr{parts[0].span, parts[0]});
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const source::Span span{parts[0].span.file, parts[0].span.begin, parts[i].span.end};
      path = std::make_unique<syntax::Expr>(
          syntax::Expr{span, syntax::Member{std::move(path), parts[i]}});
    }
    const auto entity = find_entity(context_, Scope{module_}, *path);
    if (!entity) return false;
    const auto* id = std::get_if<ExprId>(&*entity);
    const auto* site = id ? std::get_if<Expr::SiteRef>(&context_.program[*id].node) : nullptr;
    if (!site) {
      report_wrong_kind(context_, "a site of a network", source_.site.span,
                        describe(*entity, context_));
      return false;
    }
    checked_.model = site->model;
    checked_.site = site->site;
    const Model& model = context_.program[site->model];
    space_ = {site->model, site->site, context_.text(source_.site.span),
              elements(model.site(site->site).shape)};
    return true;
  }

  std::optional<Vectors> item(DirectionChecker& directions, const syntax::Expr& expr) {
    if (!source_.direction) {
      const auto* call = std::get_if<syntax::Call>(&expr.node);
      const auto* callee = call ? std::get_if<syntax::Name>(&call->callee->node) : nullptr;
      if (callee && callee->text == "pca") return pca(directions, *call, expr.span);
      if (std::holds_alternative<syntax::Text>(expr.node)) {
        auto file = file_reference(expr, context_.diagnostics);
        if (!file) return std::nullopt;
        return Subspace::Stored{std::move(*file)};
      }
      if (Symbol* symbol = subspace_symbol(context_, module_, expr)) {
        if (!ensure(context_, *symbol)) return std::nullopt;
        const SubspaceId id{symbol->index};
        if (!directions.same_space(id, expr.span)) return std::nullopt;
        return Subspace::Named{id};
      }
    }
    auto direction = directions.check(expr);
    if (!direction) return std::nullopt;
    return std::move(*direction);
  }

  // `pca(2)`, `pca(2, in one)`
  std::optional<Vectors> pca(DirectionChecker& directions, const syntax::Call& call,
                             source::Span span) {
    if (!reads_data_) reads_data_ = span;
    const auto& arguments = call.arguments;
    const bool plain = !arguments.empty() && !arguments[0].in && !arguments[0].name;
    const bool fits =
        plain && (arguments.size() == 1 || (arguments.size() == 2 && arguments[1].in));
    if (!fits) {
      context_.error({diag::Code::wrong_argument_count,
                      span,
                      {{"name", "pca"},
                       {"expected", "the number of axes, and perhaps `in REGION`"},
                       {"seen", arguments.empty() ? "nothing is" : "something else is"}}});
      return std::nullopt;
    }
    Subspace::Pca axes;
    const auto count = check_whole(context_, Scope{module_}, *arguments[0].value, 1);
    if (arguments.size() == 2) {
      axes.in = directions.region(*arguments[1].value);
      if (!axes.in) return std::nullopt;
    }
    if (!count) return std::nullopt;
    axes.axes = *count;
    if (*count <= space_.width) return axes;
    context_.error({diag::Code::argument_out_of_range,
                    arguments[0].value->span,
                    {{"name", "axes"},
                     {"callee", "pca"},
                     {"value", *count},
                     {"wanted", "from 1 to " + std::to_string(space_.width)}}});
    return std::nullopt;
  }

  bool check_on() {
    if (source_.on) {
      checked_.on = find_data(context_, module_, *source_.on);
      if (!checked_.on) return false;
      if (!reads_data_) {
        context_.error(
            {diag::Code::on_unused, source_.on->span, {{"data", context_.text(source_.on->span)}}});
      }
      return true;
    }
    if (!reads_data_) return true;
    context_.error({diag::Code::on_missing, *reads_data_, {{"text", context_.text(*reads_data_)}}});
    return false;
  }

  Context& context_;
  std::uint32_t module_;
  const syntax::Subspace& source_;
  Space space_;
  Subspace checked_;
  std::optional<source::Span> reads_data_;  // the first mean or axis
};

}  // namespace

std::optional<Subspace> check_subspace(Context& context, const Symbol& symbol,
                                       const syntax::Subspace& subspace) {
  return SubspaceChecker(context, symbol, subspace).check();
}

Symbol* subspace_symbol(Context& context, std::uint32_t module, const syntax::Expr& expr) {
  Symbol* symbol = nullptr;
  if (const auto* name = std::get_if<syntax::Name>(&expr.node)) {
    symbol = context.symbols.find(module, name->text);
  } else if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    const auto* outer = std::get_if<syntax::Name>(&member->object->node);
    const Symbol* import = outer ? context.symbols.find(module, outer->text) : nullptr;
    const bool loaded =
        import && import->kind == SymbolKind::module && import->state == Symbol::State::done;
    if (loaded) symbol = context.symbols.find(import->index, member->name.text);
  }
  const bool is_subspace =
      symbol && (symbol->kind == SymbolKind::subspace || symbol->kind == SymbolKind::direction);
  return is_subspace ? symbol : nullptr;
}

void report_subspace(Context& context, SubspaceId subspace, source::Span span) {
  context.error({diag::Code::subspace_only_claimed,
                 span,
                 {{"text", context.text(span)}, {"seen", describe(context.program[subspace])}}});
}

}  // namespace hyp::check

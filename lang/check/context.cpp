// SPDX-License-Identifier: MIT
#include "lang/check/context.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "lang/check/uses.hpp"

namespace hyp::check {
namespace {

bool contains(source::Span outer, source::Span inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The words of a definition with those of the call for its parameters. What stands behind a point,
// before a colon (the name of an argument) or in quotes is none of them.
std::string with_arguments(std::string_view text, const ActiveCall& call) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted || !is_word(text[i])) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    const auto word = text.substr(i, end - i);
    const bool names = (i > 0 && text[i - 1] == '.') || (end < text.size() && text[end] == ':');
    const auto argument = names ? call.arguments.end() : call.arguments.find(word);
    out += argument == call.arguments.end() ? word : argument->second;
    i = end;
  }
  return out;
}

// How deep an expression goes, through what it refers to. Whatever it refers to was added before.
class Depth {
 public:
  explicit Depth(const Context& context) : context_(context) {}

  std::uint32_t of(const Expr& expr) {
    for (const auto operand : operands(expr)) deepen(operand);
    std::visit([&](const auto& node) { refer(node); }, expr.node);
    return deepest_ + 1;
  }

 private:
  void deepen(ExprId id) { deepest_ = std::max(deepest_, context_.depths[id.index]); }
  void refer(const Expr::LetRef& ref) { deepen(context_.program[ref.let].value); }
  void refer(const Expr::ScoreRef& ref) { deepen(context_.program[ref.score].value); }
  void refer(const Expr::RegionRef& ref) { deepen(context_.program[ref.region].value); }
  void refer(const Expr::MemberRef& ref) { partition(ref.partition); }
  void refer(const Expr::PartitionRef& ref) { partition(ref.partition); }
  void refer(const Expr::GroupRef& ref) {
    deepest_ = std::max(deepest_, context_.group_depths[ref.group.index]);
  }
  void refer(const Expr::Statistic& statistic) {
    if (statistic.in) deepen(*statistic.in);
  }
  template <typename Node>
  void refer(const Node&) {}

  void partition(PartitionId id) {
    for (const auto& member : context_.program[id].members) {
      if (member.when) deepen(*member.when);
    }
  }

  const Context& context_;
  std::uint32_t deepest_ = 0;
};

}  // namespace

std::uint32_t depth_of(const Context& context, const Set& set) {
  std::uint32_t deepest = 0;
  const auto terms = [&](const auto& self, const std::vector<Set::Term>& all) -> void {
    for (const auto& term : all) {
      if (const auto* inner = std::get_if<std::vector<Set::Term>>(&term.operand)) {
        self(self, *inner);
        continue;
      }
      const auto& place = std::get<PlaceRef>(term.operand);
      if (const auto* group = std::get_if<GroupId>(&place.target)) {
        deepest = std::max(deepest, context.group_depths[group->index]);
      }
      if (place.where) {
        deepest = std::max(deepest, context.depths[place.where->predicate.index]);
      }
    }
  };
  terms(terms, set.terms);
  return deepest + 1;
}

ExprId Context::add(Expr expr) {
  depths.push_back(Depth(*this).of(expr));
  std::uint32_t size = 1;  // an operand that stands there twice counts twice
  for (const auto operand : operands(expr)) {
    size = std::min(size + sizes[operand.index], kMostOperations + 1);
  }
  sizes.push_back(size);
  program.exprs.push_back(std::move(expr));
  return {static_cast<std::uint32_t>(program.exprs.size() - 1)};
}

void Context::error(diag::Diagnostic diagnostic) {
  const auto& known = diagnostics.all();
  const bool said = std::any_of(known.begin(), known.end(), [&](const auto& d) {
    return d.code == diagnostic.code && d.span == diagnostic.span;
  });
  if (said) return;
  auto at = diagnostic.span;
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (!at || !contains(call->body, *at)) continue;
    diagnostic.labels.push_back({call->span, diag::Note::called_here, {{"name", call->name}}});
    at = call->span;
  }
  diagnostics.add(std::move(diagnostic));
}

bool Context::too_deep(std::uint32_t depth, std::string_view name, source::Span span) {
  if (depth <= kDeepest) return false;
  if (std::exchange(chain_reported, true)) return true;
  error({diag::Code::chain_too_long, span, {{"name", name}, {"limit", kDeepest}}});
  return true;
}

std::string Context::words(source::Span span) const {
  std::string out;
  for (const char c : sources.text(span)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  const bool of_call = !calls.empty() && contains(calls.back().body, span);
  return of_call ? with_arguments(out, calls.back()) : out;
}

std::string Context::text(source::Span span) const {
  constexpr std::size_t kLongest = 60;
  std::string out = words(span);
  if (out.size() <= kLongest) return out;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + " ...";
}

}  // namespace hyp::check

// SPDX-License-Identifier: MIT
#include "runtime/model/pickle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/model/pickle_machine.hpp"
#include "runtime/model/pickle_opcodes.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

constexpr std::size_t kMostValues = std::size_t{1} << 21;
constexpr std::size_t kLongestPickle = std::size_t{1} << 26;
constexpr std::string_view kPart = "the pickle";

}  // namespace

diag::Outcome<Pickle> read_pickle(const Asked& asked) {
  return PickleMachine(asked).run();
}

diag::Outcome<Pickle> PickleMachine::run() {
  if (code_.left() > kLongestPickle) {
    return problem_in(diag::Code::content_too_large, asked_, kPart, {{"limit", kLongestPickle}});
  }
  while (!error_ && !done_) step();
  if (error_) return *std::move(error_);
  return std::move(pickle_);
}

// clang-format off
void PickleMachine::step() {
  opcode_at_ = code_.at();
  const auto opcode = code_.little<std::uint8_t>();
  if (!opcode) return cut_off();
  switch (*opcode) {
    case PROTO: return proto();
    case FRAME: if (!code_.take(8)) cut_off(); return;
    case STOP: return stop();
    case MARK: return mark();
    case NONE: return push(Value{});
    case NEWTRUE: return push_integer(Kind::boolean, 1);
    case NEWFALSE: return push_integer(Kind::boolean, 0);
    case BININT: return push_number<std::int32_t>();
    case BININT1: return push_number<std::uint8_t>();
    case BININT2: return push_number<std::uint16_t>();
    case LONG1: return push_long();
    case BINFLOAT: return push_real();
    case BINUNICODE: return push_text(code_.little<std::uint32_t>());
    case SHORT_BINUNICODE: return push_text(code_.little<std::uint8_t>());
    case EMPTY_TUPLE: return push_holder(Kind::tuple, {});
    case EMPTY_LIST: return push_holder(Kind::list, {});
    case EMPTY_DICT: return push_holder(Kind::dict, {});
    case TUPLE: return collect(Kind::tuple);
    case LIST: return collect(Kind::list);
    case DICT: return collect(Kind::dict);
    case TUPLE1: return tuple(1);
    case TUPLE2: return tuple(2);
    case TUPLE3: return tuple(3);
    case APPEND: return add_last(Kind::list, 1);
    case APPENDS: return add_some(Kind::list);
    case SETITEM: return add_last(Kind::dict, 2);
    case SETITEMS: return add_some(Kind::dict);
    case MEMOIZE: return remember(memo_.size());
    case BINPUT: return remember(code_.little<std::uint8_t>());
    case LONG_BINPUT: return remember(code_.little<std::uint32_t>());
    case BINGET: return recall(code_.little<std::uint8_t>());
    case LONG_BINGET: return recall(code_.little<std::uint32_t>());
    case GLOBAL: return name_global();
    case STACK_GLOBAL: return stack_global();
    case REDUCE: return reduce();
    case BINPERSID: return persistent();
    case BUILD: return build();
    default: return unknown(*opcode);
  }
}
// clang-format on

void PickleMachine::proto() {
  const auto version = code_.little<std::uint8_t>();
  if (!version) return cut_off();
  if (*version < 2 || *version > 5) {
    fail(problem_in(diag::Code::feature_not_read, asked_, kPart,
                    {{"feature", fmt::format("protocol {}", *version)}}));
  }
}

void PickleMachine::stop() {
  if (stack_.size() != 1 || !marks_.empty()) return damaged();
  if (code_.left() != 0) return fail(problem_in(diag::Code::trailing_bytes, asked_, kPart));
  pickle_.root = stack_.back();
  done_ = true;
}

// Each mark that stands open becomes one holder in another.
void PickleMachine::mark() {
  if (marks_.size() >= kDeepestPickle) return too_deep();
  marks_.push_back(stack_.size());
}

void PickleMachine::damaged() {
  fail(problem_in(diag::Code::file_damaged, asked_,
                  fmt::format("the pickle at byte {}", opcode_at_)));
}

void PickleMachine::cut_off() {
  fail(problem_in(diag::Code::file_ends_inside, asked_, kPart));
}

void PickleMachine::too_deep() {
  fail(problem_in(diag::Code::nested_values, asked_, kPart, {{"limit", kDeepestPickle}}));
}

void PickleMachine::unknown(std::uint8_t opcode) {
  fail(problem(diag::Code::pickle_instruction, asked_,
               {{"opcode", fmt::format("0x{:02x}", opcode)}, {"offset", opcode_at_}}));
}

void PickleMachine::push(Value value) {
  if (value.depth > kDeepestPickle) return too_deep();
  if (pickle_.values.size() >= kMostValues) {
    return fail(problem_in(diag::Code::feature_not_read, asked_, kPart,
                           {{"feature", fmt::format("more than {} values", kMostValues)}}));
  }
  pickle_.values.push_back(std::move(value));
  stack_.push_back(static_cast<Handle>(pickle_.values.size() - 1));
}

void PickleMachine::push_integer(Kind kind, std::int64_t integer) {
  Value value;
  value.kind = kind;
  value.integer = integer;
  push(std::move(value));
}

void PickleMachine::push_holder(Kind kind, std::vector<Handle> items) {
  Value value;
  value.kind = kind;
  for (const Handle item : items) value.depth = std::max(value.depth, at(item).depth);
  ++value.depth;
  value.items = std::move(items);
  push(std::move(value));
}

void PickleMachine::push_text(std::optional<std::uint64_t> length) {
  const auto text = length ? code_.take(*length) : std::nullopt;
  if (!text) return cut_off();
  Value value;
  value.kind = Kind::text;
  value.text = as_text(*text);
  push(std::move(value));
}

void PickleMachine::push_long() {
  const auto length = code_.little<std::uint8_t>();
  const auto bytes = length ? code_.take(*length) : std::nullopt;
  if (!bytes) return cut_off();
  if (bytes->size() > 8) return damaged();
  const bool negative = !bytes->empty() && (bytes->back() & std::byte{0x80}) != std::byte{0};
  std::uint64_t number = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = bytes->size(); i-- > 0;) {
    number = number << 8 | std::to_integer<std::uint64_t>((*bytes)[i]);
  }
  push_integer(Kind::integer, static_cast<std::int64_t>(number));
}

// No number outside a tensor matters: its value is dropped.
void PickleMachine::push_real() {
  if (!code_.take(8)) return cut_off();
  Value value;
  value.kind = Kind::real;
  push(std::move(value));
}

bool PickleMachine::has(std::size_t n) const {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  return stack_.size() >= floor + n;
}

std::vector<Handle> PickleMachine::pop(std::size_t n) {
  const std::vector<Handle> taken(stack_.end() - static_cast<std::ptrdiff_t>(n), stack_.end());
  stack_.resize(stack_.size() - n);
  return taken;
}

std::optional<std::vector<Handle>> PickleMachine::pop_to_mark() {
  if (marks_.empty()) return std::nullopt;
  auto taken = pop(stack_.size() - marks_.back());
  marks_.pop_back();
  return taken;
}

void PickleMachine::tuple(std::size_t n) {
  if (!has(n)) return damaged();
  push_holder(Kind::tuple, pop(n));
}

void PickleMachine::collect(Kind kind) {
  auto items = pop_to_mark();
  if (!items || (kind == Kind::dict && items->size() % 2 != 0)) return damaged();
  push_holder(kind, std::move(*items));
}

void PickleMachine::add(Kind kind, const std::vector<Handle>& items) {
  if (!has(1) || !is(stack_.back(), kind)) return damaged();
  if (kind == Kind::dict && items.size() % 2 != 0) return damaged();
  Value& holder = at(stack_.back());
  for (const Handle item : items) {
    if (item == stack_.back()) return too_deep();
    holder.depth = std::max(holder.depth, at(item).depth + 1);
  }
  if (holder.depth > kDeepestPickle) return too_deep();
  holder.items.insert(holder.items.end(), items.begin(), items.end());
}

void PickleMachine::add_last(Kind kind, std::size_t n) {
  if (!has(n + 1)) return damaged();
  add(kind, pop(n));
}

void PickleMachine::add_some(Kind kind) {
  const auto items = pop_to_mark();
  return items ? add(kind, *items) : damaged();
}

void PickleMachine::remember(std::optional<std::uint64_t> number) {
  if (!number) return cut_off();
  if (!has(1) || *number >= kMostValues) return damaged();
  if (memo_.size() <= *number) memo_.resize(*number + 1, kNothing);
  memo_[*number] = stack_.back();
}

void PickleMachine::recall(std::optional<std::uint64_t> number) {
  if (!number) return cut_off();
  if (*number >= memo_.size() || memo_[*number] == kNothing) return damaged();
  push_again(memo_[*number]);
}

}  // namespace hyp::model

// SPDX-License-Identifier: MIT
// The stack machine behind read_pickle(): one object for one pickle.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "runtime/model/cursor.hpp"
#include "runtime/model/pickle.hpp"

namespace hyp::model {

/// Work is linear in the length of the pickle: an instruction looks at no more than it takes off
/// the stack, or at a bounded part of what it was given.
class PickleMachine {
 public:
  /// `asked` must outlive the machine.
  explicit PickleMachine(const Asked& asked) : asked_(asked), code_(asked.file.bytes.view()) {}
  [[nodiscard]] diag::Outcome<Pickle> run();

 private:
  using Kind = Value::Kind;

  // Every step may leave an error, which ends the run.
  void step();
  void proto();
  void stop();
  void mark();

  void fail(diag::Diagnostic error) { error_ = std::move(error); }
  void damaged();
  void cut_off();
  void too_deep();
  void unknown(std::uint8_t opcode);

  Value& at(Handle handle) { return pickle_.values[handle]; }
  [[nodiscard]] bool is(Handle handle, Kind kind) { return at(handle).kind == kind; }

  // Values of their own.
  void push(Value value);
  void push_again(Handle handle) { stack_.push_back(handle); }
  void push_integer(Kind kind, std::int64_t integer);
  void push_holder(Kind kind, std::vector<Handle> items);
  void push_text(std::optional<std::uint64_t> length);
  void push_long();
  void push_real();
  template <typename T>
  void push_number() {
    const auto number = code_.little<T>();
    return number ? push_integer(Kind::integer, *number) : cut_off();
  }

  // Values that hold others. What lies below the innermost mark cannot be taken.
  [[nodiscard]] bool has(std::size_t n) const;
  std::vector<Handle> pop(std::size_t n);
  std::optional<std::vector<Handle>> pop_to_mark();
  void tuple(std::size_t n);
  void collect(Kind kind);
  void add(Kind kind, const std::vector<Handle>& items);
  void add_last(Kind kind, std::size_t n);
  void add_some(Kind kind);

  // The memo.
  void remember(std::optional<std::uint64_t> number);
  void recall(std::optional<std::uint64_t> number);

  // Names of Python, and what the known ones stand for (pickle_torch.cpp).
  void name_global();
  void stack_global();
  void global(std::string_view module, std::string_view name);
  void refuse(std::string_view module, std::string_view name);
  void reduce();
  void tensor(const std::vector<Handle>& arguments);
  void persistent();
  void build();
  [[nodiscard]] bool extents(Handle tuple);

  static constexpr Handle kNothing = std::numeric_limits<Handle>::max();

  const Asked& asked_;
  Cursor code_;
  Pickle pickle_;
  std::vector<Handle> stack_;
  std::vector<std::size_t> marks_;
  std::vector<Handle> memo_;
  std::size_t opcode_at_ = 0;
  bool done_ = false;
  std::optional<diag::Diagnostic> error_;
};

}  // namespace hyp::model

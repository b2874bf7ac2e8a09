// SPDX-License-Identifier: MIT
// What a `.hyp` file says, statement by statement, before any name is looked up.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/source/span.hpp"
#include "lang/syntax/tree.hpp"

namespace hyp::syntax {

using source::Span;

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Name {
  std::string text;
  Span span;
};

/// `net.neurons`
struct Path {
  std::vector<Name> parts;
  Span span;
};

// --- expressions ------------------------------------------------------------------------------

/// `-17305`, `0.5`, `1e6`, `1%`. For a percentage `value` is the fraction: 1% is 0.01.
struct Number {
  double value = 0;
  bool percent = false;
  bool integer = false;  ///< written without point, exponent or percent
};

/// `"text"`, perhaps a file with its content hash: `"net.pt" sha256 "0562..."`.
struct Text {
  std::string value;
  std::optional<std::string> sha256;
  Span sha256_span = {};
};

/// `object.name`
struct Member {
  ExprPtr object;
  Name name;
};

/// `first..last`, both included; only inside subscripts, positions and `grid(...)`.
struct Range {
  ExprPtr first;
  ExprPtr last;
};

/// `object[item, item]`
struct Subscript {
  ExprPtr object;
  std::vector<ExprPtr> items;
};

/// `x`, `kernel: 3`, `in one`
struct Argument {
  std::optional<Name> name;
  bool in = false;
  ExprPtr value;
};

/// `callee(arguments)`; the callee is a name or a path.
struct Call {
  ExprPtr callee;
  std::vector<Argument> arguments;
};

/// `[1, 28, 28]`
struct List {
  std::vector<ExprPtr> items;
};

enum class UnaryOp { negate, logical_not };
struct Unary {
  UnaryOp op;
  ExprPtr operand;
};

enum class BinaryOp { add, subtract, multiply, divide, logical_and, logical_or };
struct Binary {
  BinaryOp op;
  Span op_span;
  ExprPtr left;
  ExprPtr right;
};

/// `a < b <= c`: one operator fewer than operands; all go one way (or it is a single one).
enum class CompareOp { less, less_equal, greater, greater_equal, equal, not_equal };
struct Comparison {
  std::vector<ExprPtr> operands;
  std::vector<CompareOp> ops;
  std::vector<Span> op_spans;
};

/// `depth` counts the levels below and is capped by the parser, so that recursion over it is safe.
struct Expr {
  Span span;
  std::variant<Number, Text, Name, Member, Range, Subscript, Call, List, Unary, Binary, Comparison>
      node;
  int depth = 1;
};

// --- groups and interventions ------------------------------------------------------------------

/// `row 1..4`, `column 2`, `position 3`
struct Position {
  Name axis;
  ExprPtr range;
};

/// `net.neurons[2, 11] where max == 0 on images at row 1..4`
struct Place {
  ExprPtr target;
  ExprPtr where;           ///< may be null
  std::optional<Path> on;  ///< given exactly when `where` is
  std::vector<Position> positions;
  Span span;
};

/// Places joined from left to right: `a union b except c`.
struct Set {
  enum class Join { start, unite, except };
  struct Term {
    Join join = Join::start;
    std::variant<Place, std::unique_ptr<Set>> operand;  ///< a set in brackets
  };
  std::vector<Term> terms;
  Span span;
};

/// `min one_detectors, anti_detectors in neither`, `set ones to 0.5`
struct Action {
  enum class Kind { zero, mean, min, max, set };
  Kind kind;
  std::vector<Set> sets;
  ExprPtr in;  ///< a region; may be null
  ExprPtr to;  ///< given exactly for `set`
  Span span;
};

/// `none`, or actions joined by `and`.
struct Intervention {
  std::vector<Action> actions;
  Span span;
};

// --- resampling rules --------------------------------------------------------------------------

/// `within 1% of likeness in one, excluding itself`. Which fields are given follows from the kind.
struct Rule {
  enum class Kind { itself, any, shuffled, from, same, within, nearest, near, fixed, named };
  Kind kind;
  ExprPtr amount;               ///< within, nearest; `sigma` of near
  std::vector<ExprPtr> values;  ///< from: the region; same: what is equal (empty: the node's
                                ///< value); within, nearest, near: the score; fixed: the example;
                                ///< named: the rule or its call
  ExprPtr in;                   ///< restricts the donors; may be null
  bool excluding_itself = false;
  std::optional<Path> of;  ///< donors from another data set
  ExprPtr allow;           ///< share of references that may have no donor; may be null
  Span span;
};

/// A rule, or arms by region of the datum.
struct RuleSpec {
  struct Arm {
    ExprPtr when;  ///< null for `otherwise`
    Rule rule;
    Span span;
  };
  std::vector<Arm> arms;  ///< one with a null `when` where the rule has no braces
  bool braces = false;
  Span span;
};

// --- statements --------------------------------------------------------------------------------

/// `import "std/mnist" as digits`, `import train, challenge_cnn as cnn from "std/mnist"`
struct Import {
  struct Chosen {
    Name name;
    std::optional<Name> as;
  };
  std::string path;
  Span path_span;
  std::optional<Name> as;
  std::vector<Chosen> chosen = {};  ///< empty: the whole file, under one name
};

struct Data {
  Name name;
  ExprPtr value;
};

/// A formal parameter of a definition or a hypothesis.
struct Parameter {
  Name name;
  ExprPtr fallback;  ///< may be null
};

/// `given "acts.npz" array "fc1_out" [200]`
struct Given {
  ExprPtr file;   ///< a text
  ExprPtr array;  ///< a text; may be null
  ExprPtr shape;  ///< a list; may be null
};

/// `conv1 = conv2d(input, out: 8, kernel: 3)`, `neurons = given "acts.npz" [200]`
struct Equation {
  Name name;
  ExprPtr value;  ///< null where it is given
  std::optional<Given> given = {};
};

/// `model net = call(...)`, `model net(weights: "f.pt") { equations }`, `def model f(weights) { ...
/// }`
struct Model {
  Name name;
  bool definition = false;
  std::vector<Parameter> parameters;  ///< of a definition
  std::vector<Argument> arguments;    ///< of a model with equations
  ExprPtr value;                      ///< `= call(...)`; null where equations are given
  ExprPtr input;                      ///< the list after `input`; may be null
  Span input_span = {};
  std::vector<Equation> equations;
};

struct Let {
  Name name;
  ExprPtr value;
};
/// `score likeness = ...`, `def score likeness(clue) = ...`
struct Score {
  Name name;
  ExprPtr value;
  std::vector<Parameter> parameters = {};  ///< of a definition
};
struct Region {
  Name name;
  ExprPtr value;
  std::vector<Parameter> parameters = {};  ///< of a definition
};

/// `def rule same_region(r) = ...`
struct RuleDefinition {
  Name name;
  std::vector<Parameter> parameters;
  RuleSpec value;
};

struct Partition {
  struct Member {
    Name name;
    ExprPtr when;  ///< null for `otherwise`
  };
  Name name;
  std::vector<Member> members;
};

struct Group {
  Name name;
  Set value;
};

/// `subspace arms = net.neurons along pca(2) on images`, `direction d = net.neurons along a - b`
struct Subspace {
  Name name;
  bool direction = false;
  Path site;
  std::vector<ExprPtr> along;  ///< one for a direction
  std::optional<Path> on;
};

/// `sees_one at one_detectors via shortcut is one, resampled { ... }`
struct Node {
  Name name;
  std::vector<Set> places;
  std::vector<Path> via;
  ExprPtr value;            ///< `is ...`; may be null
  ExprPtr up_to;            ///< `up to 1%`; may be null
  std::vector<Name> reads;  ///< named beyond what the value mentions
  std::optional<RuleSpec> resampled;
  std::optional<RuleSpec> others;
  Span span;
};

/// `draw a, b, others together`; `others` is a name among the names.
struct Together {
  std::vector<Name> names;
  Span span;
};

struct Hypothesis {
  Name name;
  ExprPtr value;  ///< `= call(...)` of a definition; null where its lines are given
  std::vector<Parameter> parameters;
  std::optional<Path> about;
  std::string prose;  ///< empty when there is none
  std::vector<Node> nodes;
  std::optional<RuleSpec> all_else;
  Span all_else_span = {};
  std::vector<Together> together;
  std::optional<Span> allow_oblique;  ///< where it is said
};

/// `for tolerance in [0.01%, 1%]`
struct Sweep {
  Name name;
  std::vector<ExprPtr> values;
  Span span;
};

/// `measure preserved, margin by half`; each measure is a name or a call.
struct Measures {
  std::vector<ExprPtr> measures;
  std::vector<Path> by;
  Span span;
};

/// `expect preserved in near_one >= 90% under min ones for tolerance <= 1%`
struct Expectation {
  ExprPtr measure;
  ExprPtr in;  ///< may be null
  std::optional<CompareOp> op;
  ExprPtr bound;   ///< right of `op`, or the width after `within`
  ExprPtr target;  ///< after `of`, given exactly for `within`; the name `clean` is the clean figure
  std::optional<Intervention> under;
  ExprPtr where;  ///< condition on sweep parameters after `for`; may be null
  enum class Scope { this_data, data_like_this } scope = Scope::this_data;
  Span span;
};

struct Experiment {
  Name name;
  ExprPtr value;                      ///< `= call(...)` of a definition
  std::vector<Parameter> parameters;  ///< of a definition
  std::optional<Path> about;
  Path on;
  std::string prose;
  std::vector<Sweep> sweeps;
  std::vector<Intervention> interventions;  ///< empty: only the clean network
  Span interventions_span = {};
  std::vector<Measures> measures;
  std::vector<Expectation> expectations;
};

/// `test post on images { ... }`
struct Test {
  /// The lines about one kind of run: those below its label; those above every label are the
  /// scrub's.
  struct Section {
    Span label = {};  ///< `scrub:`; empty where none is written
    std::vector<Measures> measures;
    std::vector<Expectation> expectations;
  };
  Path hypothesis;
  Path references;  ///< after `on`, or of the line `references`
  std::optional<Path> donors;
  std::string prose;
  std::vector<Sweep> sweeps;
  ExprPtr trials;  ///< may be null
  Section scrub, swap;
  std::optional<Span> rival;        ///< `expect refuted`
  std::vector<Span> interventions;  ///< where `intervene` stands: experiments do that
};

/// `train net on images { ... }`
struct Train {
  Path model;
  Path data;
  std::string prose;
  ExprPtr label;  ///< `label is one or anti_one`
  ExprPtr epochs, seed;
  ExprPtr batch, rate;  ///< may be null
};

struct Statement {
  std::variant<Import, Data, Model, Let, Score, Region, Partition, Group, Subspace, RuleDefinition,
               Hypothesis, Test, Experiment, Train>
      node;
  std::string documentation;  ///< the `///` lines above, joined by line breaks
  Span span;                  ///< from the first keyword to the last token
  bool definition = false;    ///< begins with `def`
  bool damaged = false;       ///< a line of its block was not understood and is missing
};

/// One parsed file: the lossless tree, and the statements that were understood.
struct File {
  source::FileId file;
  Tree tree;
  std::vector<Statement> statements;
  /// Names that statements with errors would have defined: using them is no second error.
  std::vector<Name> lost;
};

}  // namespace hyp::syntax

// SPDX-License-Identifier: MIT
#include <charconv>
#include <optional>

#include "runtime/model/cursor.hpp"
#include "runtime/model/npy.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

constexpr std::uint32_t kLongestHeader = 1u << 20;
constexpr std::size_t kHighestRank = 64;

// The one Python literal that np.save writes: {'descr': '<f4', 'fortran_order': False, 'shape':
// (3, 4), }. A step that fails leaves `expected` and the place for the message.
class Literal {
 public:
  explicit Literal(std::string_view text) : text_(text) {}

  bool read(NpyHeader& header) {
    bool descr = false, order = false, shape = false;
    if (!eat('{', "`{`")) return false;
    while (!peek('}')) {
      const std::size_t start = at_;
      std::string key;
      if (!string(key) || !eat(':', "`:`")) return false;
      bool* seen = key == "descr"           ? &descr
                   : key == "fortran_order" ? &order
                   : key == "shape"         ? &shape
                                            : nullptr;
      if (seen == nullptr || *seen) {
        at_ = start;
        return fail("the keys descr, fortran_order and shape, each once");
      }
      *seen = true;
      const bool read = seen == &descr   ? type(header.descr)
                        : seen == &order ? truth(header.fortran_order)
                                         : tuple(header.shape);
      if (!read) return false;
      if (!peek(',')) break;
      ++at_;
    }
    if (!eat('}', "`}`")) return false;
    blanks();
    if (at_ != text_.size()) return fail("nothing but blanks after the dictionary");
    return (descr && order && shape) || fail("the keys descr, fortran_order and shape");
  }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] const char* expected() const { return expected_; }

 private:
  bool fail(const char* expected) {
    expected_ = expected;
    return false;
  }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool peek(char c) {
    blanks();
    return at_ < text_.size() && text_[at_] == c;
  }
  bool eat(char c, const char* expected) {
    if (!peek(c)) return fail(expected);
    ++at_;
    return true;
  }
  bool string(std::string& out) {
    if (!peek('\'') && !peek('"')) return fail("a string");
    const std::size_t close = text_.find(text_[at_], at_ + 1);
    if (close == std::string_view::npos) return fail("a string that ends");
    out = text_.substr(at_ + 1, close - at_ - 1);
    if (out.find('\\') != std::string::npos) return fail("a string without escapes");
    at_ = close + 1;
    return true;
  }
  // A list describes a structure of several fields: its brackets are matched and no more.
  bool type(std::string& out) {
    if (!peek('[')) return string(out);
    out = "a structure";
    int open = 0;
    do {
      if (at_ == text_.size()) return fail("`]`");
      open += text_[at_] == '[' ? 1 : text_[at_] == ']' ? -1 : 0;
      ++at_;
    } while (open > 0);
    return true;
  }
  bool truth(bool& out) {
    blanks();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with("True") && !rest.starts_with("False")) return fail("True or False");
    out = rest[0] == 'T';
    at_ += out ? 4 : 5;
    return true;
  }
  bool tuple(Shape& out) {
    if (!eat('(', "`(`")) return false;
    while (!peek(')')) {
      std::int64_t extent = 0;
      const char* first = text_.data() + at_;
      const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), extent);
      if (error != std::errc() || extent < 0) return fail("an extent");
      if (out.size() == kHighestRank) return fail("at most 64 extents");
      at_ += static_cast<std::size_t>(end - first);
      if (peek('L')) ++at_;  // a long integer of Python 2
      out.push_back(extent);
      if (peek(')')) break;
      if (!eat(',', "`,`")) return false;
    }
    return eat(')', "`)`");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const char* expected_ = "";
};

}  // namespace

diag::Outcome<NpyHeader> read_npy_header(const Asked& asked) {
  Cursor cursor(asked.file.bytes.view());
  const auto cut_off = [&] {
    return problem_in(diag::Code::file_ends_inside, asked, "the npy header");
  };
  const auto magic = cursor.take(6);
  if (!magic || as_text(*magic) != "\x93NUMPY") return not_a("an npy file", asked);
  const auto major = cursor.little<std::uint8_t>(), minor = cursor.little<std::uint8_t>();
  if (!minor) return cut_off();
  if (*major < 1 || *major > 3 || *minor != 0) {
    return problem_in(
        diag::Code::feature_not_read, asked, "the npy header",
        {{"feature", "version " + std::to_string(*major) + "." + std::to_string(*minor)}});
  }
  std::optional<std::uint32_t> length;
  if (*major == 1) {
    length = cursor.little<std::uint16_t>();
  } else {
    length = cursor.little<std::uint32_t>();
  }
  if (!length) return cut_off();
  if (*length > kLongestHeader) {
    return problem_in(diag::Code::content_too_large, asked, "the npy header",
                      {{"limit", kLongestHeader}});
  }
  const std::size_t begin = cursor.at();
  const auto text = cursor.take(*length);
  if (!text) return cut_off();
  NpyHeader header;
  Literal literal(as_text(*text));
  if (!literal.read(header)) {
    return problem(diag::Code::header_syntax, asked,
                   {{"format", "npy"},
                    {"expected", literal.expected()},
                    {"place", "at byte " + std::to_string(begin + literal.at())}});
  }
  header.begin = cursor.at();
  return header;
}

}  // namespace hyp::model

// SPDX-License-Identifier: MIT
#include "runtime/model/safetensors_header.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace hyp::model {
namespace {

// Follows the events of the JSON reader through the one shape that is allowed. No tree is built,
// and nothing may nest deeper than the format does.
class Events : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Events(SafetensorsHeader& header) : header_(header) {}

  bool start_object(std::size_t) override {
    if (at_ == At::start) return go(At::names);
    if (at_ == At::metadata) return go(At::metadata_keys);
    if (at_ != At::tensor) return fail();
    seen_ = 0;
    return go(At::fields);
  }
  bool end_object() override {
    if (at_ == At::fields && seen_ != kAllFields) {
      header_.expected = "dtype, shape and data_offsets";
      return false;
    }
    return go(at_ == At::names ? At::end : At::names);
  }
  bool key(string_t& name) override {
    if (at_ == At::metadata_keys) {
      header_.metadata.emplace_back(name, "");
      return go(At::metadata_value);
    }
    if (at_ == At::fields) return field(name);
    if (!names_.insert(name).second) {
      header_.twice = name;
      return false;
    }
    if (name == "__metadata__") return go(At::metadata);
    header_.entries.push_back({name, {}, {}, {}});
    return go(At::tensor);
  }
  bool string(string_t& text) override {
    if (at_ == At::metadata_value) {
      header_.metadata.back().second = text;
      return go(At::metadata_keys);
    }
    if (at_ != At::type) return fail();
    entry().type = text;
    return go(At::fields);
  }
  bool start_array(std::size_t) override {
    numbers_ = 0;
    if (at_ == At::shape) return go(At::extents);
    if (at_ == At::place) return go(At::offsets);
    return fail();
  }
  bool number_unsigned(number_unsigned_t number) override {
    const auto most = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    if (number > most) return fail();
    if (at_ == At::extents && entry().shape.size() < kHighestRank) {
      entry().shape.push_back(static_cast<std::int64_t>(number));
      return true;
    }
    if (at_ != At::offsets || numbers_ == 2) return fail();
    entry().place[numbers_++] = number;
    return true;
  }
  bool end_array() override {
    if (at_ == At::offsets && numbers_ != 2) return fail();
    return go(At::fields);
  }
  bool null() override { return fail(); }
  bool boolean(bool) override { return fail(); }
  bool number_integer(number_integer_t) override { return fail(); }
  bool number_float(number_float_t, const string_t&) override { return fail(); }
  bool binary(binary_t&) override { return fail(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    header_.expected = "JSON";
    header_.at = position;
    return false;
  }

 private:
  enum class At {
    start,
    names,
    metadata,
    metadata_keys,
    metadata_value,
    tensor,
    fields,
    type,
    shape,
    extents,
    place,
    offsets,
    end
  };
  static constexpr unsigned kAllFields = 7;
  static constexpr std::size_t kHighestRank = 64;

  bool go(At next) {
    at_ = next;
    return true;
  }
  bool fail() {
    switch (at_) {
      case At::start:
      case At::metadata:
      case At::tensor:
        header_.expected = "an object";
        break;
      case At::type:
      case At::metadata_value:
        header_.expected = "a string";
        break;
      case At::extents:
        header_.expected = "an extent";
        break;
      case At::shape:
      case At::place:
        header_.expected = "a list";
        break;
      default:
        header_.expected = "two offsets";
        break;
    }
    return false;
  }
  bool field(const std::string& name) {
    const At next = name == "dtype"          ? At::type
                    : name == "shape"        ? At::shape
                    : name == "data_offsets" ? At::place
                                             : At::end;
    const unsigned bit = next == At::type ? 1 : next == At::shape ? 2 : next == At::place ? 4 : 0;
    if (bit == 0 || (seen_ & bit) != 0) {
      header_.expected = "dtype, shape and data_offsets, each once";
      return false;
    }
    seen_ |= bit;
    return go(next);
  }
  SafetensorsEntry& entry() { return header_.entries.back(); }

  SafetensorsHeader& header_;
  std::set<std::string> names_;
  At at_ = At::start;
  unsigned seen_ = 0;
  std::size_t numbers_ = 0;
};

}  // namespace

SafetensorsHeader read_safetensors_header(std::string_view json) {
  SafetensorsHeader header;
  Events events(header);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &events) && header.expected.empty() &&
      !header.twice) {
    header.expected = "JSON";
  }
  return header;
}

}  // namespace hyp::model

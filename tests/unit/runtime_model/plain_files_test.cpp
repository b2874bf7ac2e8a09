// SPDX-License-Identifier: MIT
// Files that hold one array (IDX, npy), gzip around them, and hashes.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "runtime/model/npy.hpp"
#include "runtime/model/problem.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitizers.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::test;

namespace {

std::vector<double> numbers(const model::Array& array) {
  std::vector<double> out;
  for (std::int64_t i = 0; i < check::elements(array.shape); ++i) out.push_back(array.at(i));
  return out;
}

std::string npy_error(std::string content) {
  return said(model::read_npy(asked(std::move(content))).diagnostics);
}

std::string npy_header(const std::string& descr, const std::string& shape,
                       const std::string& order = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

}  // namespace

TEST_CASE("sha256 of nothing and of abc are the published ones") {
  CHECK(model::sha256_hex({}) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(model::sha256_hex(source::Bytes::own("abc").view()) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("gzip files of one and of several members are unpacked, others are left alone") {
  const std::string text(100'000, 'x');
  CHECK(model::decompress(asked(gzip(text)), 1 << 20)->text() == text);
  CHECK(model::decompress(asked(gzip("one ") + gzip("") + gzip("two")), 100)->text() == "one two");
  CHECK(model::decompress(asked(gzip("padded") + std::string(5, '\0')), 100)->text() == "padded");
  CHECK(model::decompress(asked("plain"), 1)->text() == "plain");
  CHECK(model::decompress(asked(gzip("exact")), 5)->text() == "exact");
}

TEST_CASE("gzip files that are cut short, damaged, endless or followed by something are errors") {
  const std::string good = gzip("some text that is long enough to be packed, packed, packed");
  for (std::size_t size = 2; size < good.size(); ++size) {
    CHECK(said(model::decompress(asked(good.substr(0, size)), 1000).diagnostics) ==
          "E0814: `file` ends inside the gzip stream\n  help: fetch or save it again\n");
  }
  std::string damaged = good;
  damaged[good.size() - 8] ^= 1;  // the checksum
  CHECK(said(model::decompress(asked(damaged), 1000).diagnostics) ==
        "E0816: `file` is damaged: the gzip stream is not valid\n"
        "  help: fetch or save it again\n");
  const std::string bomb = gzip(std::string(10'000'000, '\0'));
  CHECK(said(model::decompress(asked(bomb), 1'000'000).diagnostics) ==
        "E0817: the content of `file` takes more than 1000000 bytes, the most that hyp reads\n");
  CHECK(said(model::decompress(asked(good + "more"), 1000).diagnostics) ==
        "E0818: `file` goes on after the end of the gzip stream\n");
}

#if !HYP_ADDRESS_SANITIZER  // which takes more address space than any limit leaves
TEST_CASE("content for which there is no memory is an error") {
  const std::string file = gzip(std::string(300'000'000, '\0'));
  const pid_t child = fork();
  if (child == 0) {
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const auto most = static_cast<rlim_t>(pages) * 4096 + 150'000'000;
    const rlimit limit{most, most};
    setrlimit(RLIMIT_AS, &limit);
    const bool told = said(model::decompress(asked(file), 1'000'000'000).diagnostics) ==
                      "E0833: there is not enough memory for the content of `file`: "
                      "300000000 bytes\n";
    _exit(told ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
#endif

TEST_CASE("IDX files of all types are read") {
  const auto images =
      model::read_idx(asked(gzip(idx(0x08, {2, 1, 3}, "\x00\x01\xff\x03\x04\x05"sv))));
  REQUIRE(images);
  CHECK(images->shape == check::Shape{2, 1, 3});
  CHECK(numbers(*images) == std::vector<double>{0, 1, 255, 3, 4, 5});
  CHECK(numbers(*model::read_idx(asked(idx(0x09, {1}, "\xff")))) == std::vector<double>{-1});
  CHECK(numbers(*model::read_idx(asked(idx(0x0B, {1}, "\x01\x02")))) == std::vector<double>{258});
  CHECK(numbers(*model::read_idx(asked(idx(0x0C, {1}, "\xff\xff\xff\xfe")))) ==
        std::vector<double>{-2});
  CHECK(numbers(*model::read_idx(asked(idx(0x0D, {1}, "\x3f\xc0\x00\x00"sv)))) ==
        std::vector<double>{1.5});
  CHECK(numbers(*model::read_idx(asked(idx(0x0E, {1}, "\xc0\x00\0\0\0\0\0\0"sv)))) ==
        std::vector<double>{-2});
}

TEST_CASE("IDX files that are none say what is wrong") {
  const auto error = [](std::string content) {
    return said(model::read_idx(asked(std::move(content))).diagnostics);
  };
  CHECK(error("") == "E0810: `file` is empty\n");
  CHECK(error("label,pixel\n1,2\n") ==
        "E0811: `file` is not an IDX file: it begins with \"label,pixel\"\n");
  CHECK(error("\x89PNG\r\n\x1a\n") ==
        "E0811: `file` is not an IDX file: it begins with the bytes 89 50 4e 47 0d 0a 1a 0a\n");
  CHECK(error("version https://git-lfs.github.com/spec/v1\n") ==
        "E0812: `file` is a Git LFS pointer, not the file itself\n"
        "  help: type `git lfs pull` where it was cloned\n");
  CHECK(error("\n<!DOCTYPE html>") ==
        "E0813: `file` is a web page, not the file itself\n"
        "  help: download the file that the page links to\n");
  CHECK(error(idx(0x07, {1}, "x")) ==
        "E0821: the array of `file` holds elements of type `0x07`, which hyp does not read\n");
  CHECK(error(std::string("\0\0\x08\x03\0\0", 6)) ==
        "E0814: `file` ends inside the IDX header\n  help: fetch or save it again\n");
  CHECK(error(idx(0x08, {2, 3}, "12345")) ==
        "E0815: `file` is too short: the array takes 6 bytes, but 5 are left\n"
        "  help: fetch or save it again\n");
  CHECK(error(idx(0x08, {2}, "123")) == "E0818: `file` goes on after the end of the array\n");
  CHECK(error(gzip(idx(0x08, {2}, std::string(1000, 'x')))) ==
        "E0818: `file` goes on after the end of the array\n");
  CHECK(error(gzip(idx(0x08, {0xFFFFFFFF, 0xFFFFFFFF}, "x"))) ==
        "E0816: `file` is damaged: the IDX header is not valid\n"
        "  help: fetch or save it again\n");
  CHECK(error(gzip(idx(0x08, {0xFFFFFFFF, 0x7FFFFFFF}, "x"))) ==
        "E0815: `file` is too short: the array takes 9223372030412324865 bytes, but 1 are left\n"
        "  help: fetch or save it again\n");
}

TEST_CASE("npy files of all types, versions and orders are read") {
  const std::vector<float> six{0, 1, 2, 3, 4, 5};
  const auto plain = model::read_npy(asked(npy(npy_header("<f4", "(2, 3)"), little_all(six))));
  REQUIRE(plain);
  CHECK(plain->shape == check::Shape{2, 3});
  CHECK(plain->to_f32() == six);
  for (const char version : {2, 3}) {
    CHECK(model::read_npy(asked(npy(npy_header("<f4", "(6,)"), little_all(six), version)))
              ->to_f32() == six);
  }
  const auto turned =
      model::read_npy(asked(npy(npy_header("<f4", "(2, 3)", "True"), little_all(six))));
  REQUIRE(turned);
  CHECK(turned->shape == check::Shape{2, 3});
  CHECK(turned->to_f32() == std::vector<float>{0, 2, 4, 1, 3, 5});
  const auto big = model::read_npy(asked(npy(npy_header(">i2", "(2,)"), "\x01\x02\xff\xfe")));
  REQUIRE(big);
  CHECK(numbers(*big) == std::vector<double>{258, -2});
  const auto scalar = model::read_npy(asked(npy(npy_header("<f8", "()"), little(0.1))));
  REQUIRE(scalar);
  CHECK(scalar->at(0) == 0.1);
  CHECK(model::read_npy(asked(npy(npy_header("|b1", "(2L, )"), "\x01\x00"sv)))->at(0) == 1);
  CHECK(model::read_npy(asked(npy(npy_header("<f4", "(0, 5)"), "")))->to_f32().empty());
}

TEST_CASE("npy headers are read strictly") {
  const auto header_error = [](const std::string& header) {
    return npy_error(npy(header, "0123"));
  };
  CHECK(header_error("{'descr': '<f4', 'fortran_order': False}") ==
        "E0832: the npy header of `file` is malformed: expected the keys descr, fortran_order and "
        "shape at byte 51\n");
  CHECK(header_error(npy_header("<f4", "(1, -1)")) ==
        "E0832: the npy header of `file` is malformed: expected an extent at byte 64\n");
  CHECK(header_error(npy_header("<f4", "__import__('os').system('true')")) ==
        "E0832: the npy header of `file` is malformed: expected `(` at byte 60\n");
  CHECK(header_error(npy_header("<f4", "(1,)") + " + 1") ==
        "E0832: the npy header of `file` is malformed: expected nothing but blanks after the "
        "dictionary at byte 68\n");
  CHECK(header_error("{'descr': '<f4', 'descr': '<f4'}").find("each once") != std::string::npos);
  std::string ones = "(";
  for (int i = 0; i < 65; ++i) ones += "1,";
  CHECK(header_error(npy_header("<f4", ones + ")")).find("expected at most 64 extents") !=
        std::string::npos);
  CHECK(header_error(npy_header("<U4", "(1,)")) ==
        "E0821: the array of `file` holds elements of type `<U4`, which hyp does not read\n"
        "  help: convert it first: `numpy.save(path, array.astype(\"float32\"))`\n");
  CHECK(header_error("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}")
            .starts_with("E0821: the array of `file` holds elements of type `a structure`"));
  CHECK(npy_error(npy(npy_header("<f4", "(2,)"), "0123")) ==
        "E0815: `file` is too short: the array takes 8 bytes, but 4 are left\n"
        "  help: fetch or save it again\n");
  CHECK(npy_error(npy(npy_header("<f4", "(1,)"), "01234")) ==
        "E0818: `file` goes on after the end of the array\n");
  CHECK(npy_error(npy(npy_header("<f4", "(4611686018427387904, 2, 0)"), "")) ==
        "E0816: `file` is damaged: the shape of the npy header is not valid\n"
        "  help: fetch or save it again\n");
  CHECK(npy_error(npy(npy_header("<f4", "(1,)"), "0123", 9)) ==
        "E0820: the npy header of `file` uses version 9.0, which hyp does not read\n"
        "  help: save it again without it\n");
  CHECK(npy_error("\x93NUMPY\x02" + std::string(1, '\0') + "\xff\xff\xff\xff") ==
        "E0817: the npy header of `file` takes more than 1048576 bytes, the most that hyp reads\n");
  const std::string good = npy(npy_header("<f4", "(1,)"), "0123");
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(npy_error(good.substr(0, size)).empty());
  }
}

TEST_CASE("half precision and rounding follow IEEE 754") {
  const auto read = [](model::ElementType type, const std::string& bytes) {
    return model::Array{{1}, type, source::Bytes::own(bytes)};
  };
  using enum model::ElementType;
  CHECK(read(f16, std::string("\x00\x3c"sv)).at(0) == 1);
  CHECK(read(f16, std::string("\x01\x00"sv)).at(0) == std::ldexp(1.0, -24));
  CHECK(read(f16, std::string("\xff\xfb"sv)).at(0) == -65504);
  CHECK(std::isinf(read(f16, std::string("\x00\x7c"sv)).at(0)));
  CHECK(std::isnan(read(f16, std::string("\x01\x7c"sv)).at(0)));
  CHECK(read(bf16, std::string("\xc0\xbf"sv)).at(0) == -1.5);
  CHECK(read(f64, little(1e300)).to_f32()[0] == std::numeric_limits<float>::infinity());
  // 2^60 + 2^36 + 1 lies just above the middle of two floats: rounding twice would go down.
  const std::int64_t above = (std::int64_t{1} << 60) + (std::int64_t{1} << 36) + 1;
  CHECK(read(i64, little(above)).to_f32()[0] == std::ldexp(1.0f, 60) + std::ldexp(1.0f, 37));
}

TEST_CASE("names out of files cannot steer a terminal") {
  CHECK(model::shown("conv1.weight") == "conv1.weight");
  CHECK(model::shown("a\x1b[31mb\nc\x7f") == "a?[31mb?c?");
  CHECK(model::shown("\xc3\xa4 \xe2\x80\xae \xff") == "\xc3\xa4 ??? ?");
  CHECK(model::shown(std::string(100, 'a')) == std::string(80, 'a') + "...");
}

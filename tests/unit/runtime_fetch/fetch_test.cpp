// SPDX-License-Identifier: MIT
// A data set fetched from servers that work, fail, and lie.
#include <zlib.h>

#include <chrono>

#include "tests/unit/runtime_fetch/support.hpp"

using namespace hyp;
using namespace hyp::test;
using Lines = std::vector<std::string>;

namespace {

const std::string kContent = some_bytes(20000);

HttpServer::Handler always(HttpReply reply) {
  return [reply](const HttpRequest&) { return reply; };
}
HttpReply whole(const std::string& content = kContent) {
  HttpReply reply;
  reply.content = content;
  return reply;
}
HttpReply with_status(int status) {
  HttpReply reply;
  reply.status = status;
  reply.content = "an error page";
  return reply;
}
stdlib::DataSet one(std::vector<std::string> mirrors) {
  return data_set({{"a.bin", kContent}}, std::move(mirrors));
}

std::string gzip(const std::string& content, int level) {
  std::string out(content.size() + 1000, '\0');
  z_stream z{};
  REQUIRE(deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

struct Case {
  MemoryFolder folder;
  Remembering listener;
  std::string run(const stdlib::DataSet& set, fetch::Options options = {}) {
    return fetched(set, folder, listener, std::move(options));
  }
  // Nothing but the right file has its name, and no part is left.
  void require_right() {
    REQUIRE(folder.files.size() == 1);
    CHECK(folder.files.at("set/a.bin") == kContent);
  }
};

}  // namespace

TEST_CASE("a file is fetched under its own name and checked") {
  Case test;
  HttpServer server(always(whole()));
  CHECK(test.run(one({server.url() + "folder"})).empty());
  test.require_right();
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].path == "/folder/a.bin");
  CHECK(!server.requests()[0].begin);
  CHECK(test.listener.lines == Lines{"starting at 0", "fetched"});
}

TEST_CASE("a file that is there and right is not fetched again") {
  Case test;
  HttpServer server(always(whole()));
  test.folder.files["set/a.bin"] = kContent;
  CHECK(test.run(one({server.url()})).empty());
  CHECK(server.requests().empty());
  CHECK(test.listener.lines == Lines{"there"});
}

TEST_CASE("a wrong file that would be found first is an error: fetching cannot mend it") {
  Case test;
  test.folder.elsewhere = "something else";
  const auto text = test.run(one({"http://127.0.0.1:1/"}));
  CHECK(text ==
        "error[E0898]: `/other/set/a.bin` is not the right file, and is found before "
        "`/data/set/a.bin`\n  = help: move it away, or fetch into its folder: `--data DIR`\n");
  CHECK(test.listener.lines.empty());
  CHECK(test.folder.files.empty());
}

TEST_CASE("a wrong file that is there is replaced") {
  Case test;
  HttpServer server(always(whole()));
  test.folder.files["set/a.bin"] = "something else";
  CHECK(test.run(one({server.url()})).empty());
  test.require_right();
  CHECK(test.listener.lines == Lines{"wrong", "starting at 0", "fetched"});
}

TEST_CASE("a gzip file is checked by its content, however it was packed") {
  Case test;
  const auto packed = gzip(kContent, GENERATE(1, 9));
  HttpServer server(always(whole(packed)));
  auto set = one({server.url()});
  set.files[0].path = "set/a.bin.gz";
  CHECK(test.run(set).empty());
  CHECK(test.folder.files.at("set/a.bin.gz") == packed);
}

TEST_CASE("what an earlier run left is resumed with a range") {
  Case test;
  HttpServer server(always(whole()));
  test.folder.files["set/a.bin.part"] = kContent.substr(0, 7000);
  CHECK(test.run(one({server.url()})).empty());
  test.require_right();
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].begin == 7000U);
}

TEST_CASE("a part that is whole needs no network") {
  Case test;
  test.folder.files["set/a.bin.part"] = kContent;
  CHECK(test.run(one({"http://127.0.0.1:1/"})).empty());
  test.require_right();
}

TEST_CASE("a server that ignores ranges starts over") {
  Case test;
  auto reply = whole();
  reply.ranges = false;
  HttpServer server(always(reply));
  test.folder.files["set/a.bin.part"] = "wrong beginning";
  CHECK(test.run(one({server.url()})).empty());
  test.require_right();
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a range that begins elsewhere, or lies past the end, starts over") {
  Case test;
  auto reply = whole();
  if (GENERATE(true, false)) {
    reply.shift = 100;
    test.folder.files["set/a.bin.part"] = kContent.substr(0, 500);
  } else {
    test.folder.files["set/a.bin.part"] = kContent + "more";
  }
  HttpServer server(always(reply));
  CHECK(test.run(one({server.url()})).empty());
  test.require_right();
  REQUIRE(server.requests().size() == 2);
  CHECK(!server.requests()[1].begin);
}

TEST_CASE("a part that another mirror's file does not continue is fetched anew") {
  Case test;
  HttpServer server(always(whole()));
  test.folder.files["set/a.bin.part"] = std::string(500, 'x');
  CHECK(test.run(one({server.url()})).empty());
  test.require_right();
  CHECK(server.requests().size() == 2);
}

TEST_CASE("a truncated file is gone on with at the next mirror") {
  Case test;
  auto cut = whole();
  cut.send = 12000;
  HttpServer first(always(cut)), second(always(whole()));
  CHECK(test.run(one({first.url(), second.url()})).empty());
  test.require_right();
  REQUIRE(second.requests().size() == 1);
  CHECK(second.requests()[0].begin == 12000U);
  CHECK(test.listener.lines ==
        Lines{"starting at 0",
              "failed " + first.url() + "a.bin: it ended after 12000 bytes of 20000",
              "starting at 12000", "fetched"});
}

TEST_CASE("a truncated file without another mirror stays as a part") {
  Case test;
  auto cut = whole();
  cut.send = 12000;
  HttpServer server(always(cut));
  CHECK(test.run(one({server.url()})) ==
        "error[E0893]: could not fetch all of `set/a.bin`: 12000 bytes of it are kept\n"
        "  = note: " +
            server.url() +
            "a.bin: it ended after 12000 bytes of 20000\n"
            "  = help: type `hyp data fetch set` again, and it goes on from there\n");
  CHECK(test.folder.files ==
        std::map<std::string, std::string>{{"set/a.bin.part", kContent.substr(0, 12000)}});
}

TEST_CASE("another file never gets the name") {
  Case test;
  const auto other = some_bytes(20000, 2);
  HttpServer server(always(whole(other)));
  CHECK(test.run(one({server.url()})) ==
        "error[E0892]: could not fetch `set/a.bin` from any of 1 mirrors\n"
        "  = note: " +
            server.url() + "a.bin: another file: the sha256 of its content is " + hash_of(other) +
            ", but " + hash_of(kContent) +
            " is expected\n"
            "  = help: put it at `/data/set/a.bin` yourself, or name a mirror that you can reach: "
            "`hyp data fetch set --mirror URL`\n");
  CHECK(test.folder.files.empty());
  HttpServer good(always(whole()));
  CHECK(test.run(one({server.url(), good.url()})).empty());
  test.require_right();
}

TEST_CASE("a gzip file that is cut short without a word is told as damaged") {
  Case test;
  const auto packed = gzip(kContent, 9);
  HttpServer server(always(whole(packed.substr(0, packed.size() / 2))));
  const auto said = test.run(one({server.url()}));
  CHECK(said.find("a.bin: what came is damaged\n") != std::string::npos);
  CHECK(test.folder.files.empty());
}

TEST_CASE("a file that is too large is given up at once") {
  Case test;
  auto reply = whole(std::string(4 * kContent.size() + 65537, 'x'));
  reply.send = 5000;
  reply.stall = true;
  HttpServer server(always(reply));
  const auto said = test.run(one({server.url()}));
  CHECK(said.find("more than 145536 bytes, which cannot be right") != std::string::npos);
  CHECK(test.folder.files.empty());
}

TEST_CASE("a stalled mirror is given up after the set time, and not asked for the next file") {
  Case test;
  const auto second_content = some_bytes(300, 3);
  auto half = whole();
  half.send = 10000;
  half.stall = true;
  HttpServer silent(always(half));
  HttpServer good([&](const HttpRequest& request) {
    return whole(request.path == "/a.bin" ? kContent : second_content);
  });
  const auto set =
      data_set({{"a.bin", kContent}, {"b.bin", second_content}}, {silent.url(), good.url()});
  fetch::Options options;
  options.patience = 0.5;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(test.run(set, options).empty());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  CHECK(took.count() >= 0.5);
  CHECK(took.count() < 3);
  CHECK(test.folder.files.at("set/a.bin") == kContent);
  CHECK(test.folder.files.at("set/b.bin") == second_content);
  CHECK(silent.requests().size() == 1);
  CHECK(good.requests()[0].begin == 10000U);
  CHECK(test.listener.lines[1] ==
        "failed " + silent.url() + "a.bin: no byte came for 0.5 s, after 10000 bytes");
}

TEST_CASE("a slow server that keeps sending is waited for") {
  Case test;
  auto slow = whole();
  slow.pause_milliseconds = 60;  // twenty pieces
  HttpServer server(always(slow));
  fetch::Options options;
  options.patience = 0.5;
  CHECK(test.run(one({server.url()}), options).empty());
  test.require_right();
}

TEST_CASE("errors of a server are no content") {
  Case test;
  const int status = GENERATE(404, 403, 500);
  HttpServer server(always(with_status(status)));
  test.folder.files["set/a.bin.part"] = kContent.substr(0, 100);
  const auto said = test.run(one({server.url()}));
  CHECK(said.find("a.bin: the server answered " + std::to_string(status)) != std::string::npos);
  CHECK(said.find("error[E0893]") == 0);
  CHECK(test.folder.files.at("set/a.bin.part") == kContent.substr(0, 100));
}

TEST_CASE("redirects are followed") {
  Case test;
  HttpServer good(always(whole()));
  HttpServer server([&](const HttpRequest&) {
    auto reply = with_status(302);
    reply.location = good.url() + "there/a.bin";
    return reply;
  });
  CHECK(test.run(one({server.url()})).empty());
  test.require_right();
  CHECK(good.requests().at(0).path == "/there/a.bin");
}

TEST_CASE("redirects are not followed for ever, and to the web alone") {
  Case test;
  const std::string to = GENERATE("/again", "file:///etc/passwd", "ftp://127.0.0.1/a.bin");
  HttpServer server([&](const HttpRequest&) {
    auto reply = with_status(302);
    reply.location = to;
    return reply;
  });
  INFO(to);
  CHECK(test.run(one({server.url()})).find("error[E0892]") == 0);
  CHECK(test.folder.files.empty());
  CHECK(server.requests().size() <= 6);
}

TEST_CASE("nobody at home: the next mirror") {
  Case test;
  HttpServer good(always(whole()));
  CHECK(test.run(one({"http://127.0.0.1:1/", good.url()})).empty());
  test.require_right();
  CHECK(test.listener.lines[1].find("failed http://127.0.0.1:1/a.bin: ") == 0);
}

TEST_CASE("a named mirror is asked first") {
  Case test;
  HttpServer named(always(whole())), built_in(always(whole()));
  fetch::Options options;
  options.mirrors = {named.url()};
  CHECK(test.run(one({built_in.url()}), options).empty());
  CHECK(named.requests().size() == 1);
  CHECK(built_in.requests().empty());
}

TEST_CASE("offline connects to nothing") {
  Case test;
  HttpServer server(always(whole()));
  fetch::Options options;
  options.offline = true;
  CHECK(test.run(one({server.url()}), options) ==
        "error[E0891]: `set/a.bin` is missing, and nothing is fetched offline\n"
        "  = note: it would be fetched from " +
            server.url() +
            "a.bin\n"
            "  = help: leave out `--offline` and `HYP_OFFLINE`, or put it at `/data/set/a.bin` "
            "yourself\n");
  CHECK(server.requests().empty());
  CHECK(test.folder.files.empty());
  test.folder.files["set/a.bin"] = kContent;
  CHECK(test.run(one({server.url()}), options).empty());
}

TEST_CASE("a folder that cannot be written, and a full one") {
  Case test;
  HttpServer server(always(whole()));
  if (GENERATE(true, false)) {
    test.folder.refusal = "no space left";
  } else {
    test.folder.room = 5000;
  }
  const auto set = data_set({{"a.bin", kContent}, {"b.bin", kContent}}, {server.url()});
  CHECK(test.run(set) ==
        "error[E0895]: cannot write `/data/set/a.bin`: no space left\n"
        "  = help: name a folder that can be written: `--data DIR`\n");
}

TEST_CASE("stopped in the middle, the part stays and is gone on with") {
  Case test;
  auto half = whole();
  half.send = 8000;
  half.stall = true;
  HttpServer silent(always(half)), good(always(whole()));
  test.listener.stop_when = [](std::uint64_t done) { return done == 8000; };
  CHECK(test.run(one({silent.url(), good.url()})) ==
        "error[E0894]: stopped while `set/a.bin` was fetched: 8000 bytes of it are kept\n"
        "  = help: type `hyp data fetch set` again, and it goes on from there\n");
  CHECK(test.folder.files.at("set/a.bin.part").size() == 8000);
  CHECK(good.requests().empty());
  test.listener.stop_when = [](std::uint64_t) { return false; };
  CHECK(test.run(one({good.url()})).empty());
  test.require_right();
  CHECK(good.requests()[0].begin == 8000U);
}

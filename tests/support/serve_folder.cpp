// SPDX-License-Identifier: MIT
// Serves a folder over HTTP for tests of the real program: prints its address and runs until its
// standard input ends. Usage: serve_folder DIR [--send BYTES] [--stall]
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <string>

#include "tests/support/http_server.hpp"

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : ".";
  hyp::test::HttpReply behaviour;
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--stall") behaviour.stall = true;
    if (word == "--send" && i + 1 < argc) behaviour.send = std::stoull(argv[++i]);
  }
  const hyp::test::HttpServer server([&](const hyp::test::HttpRequest& request) {
    auto reply = behaviour;
    std::ifstream file(folder + request.path, std::ios::binary);
    if (!file) reply.status = 404;
    reply.content.assign(std::istreambuf_iterator<char>(file), {});
    return reply;
  });
  std::cout << server.url() << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
}

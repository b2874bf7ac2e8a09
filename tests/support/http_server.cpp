// SPDX-License-Identifier: MIT
#include "tests/support/http_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace hyp::test {
namespace {

constexpr int kPollMilliseconds = 20;
constexpr std::size_t kPiece = 1024;

bool readable(int fd) {
  pollfd waited{fd, POLLIN, 0};
  return ::poll(&waited, 1, kPollMilliseconds) > 0;
}

HttpRequest parse(const std::string& text) {
  HttpRequest request;
  const auto begin = text.find(' ') + 1;
  request.path = text.substr(begin, text.find(' ', begin) - begin);
  constexpr std::string_view kRange = "\r\nRange: bytes=";
  const auto range = text.find(kRange);
  if (range != std::string::npos) request.begin = std::stoull(text.substr(range + kRange.size()));
  return request;
}

struct Answer {
  std::string head, body;
};

Answer written(const HttpReply& reply, const HttpRequest& request) {
  auto status = reply.status;
  std::string body = reply.content, more;
  if (status == 200 && reply.ranges && request.begin && *request.begin > 0) {
    const auto first = *request.begin + reply.shift;
    if (first >= body.size()) {
      status = 416;
      body.clear();
    } else {
      more = "Content-Range: bytes " + std::to_string(first) + "-" +
             std::to_string(body.size() - 1) + "/" + std::to_string(body.size()) + "\r\n";
      status = 206;
      body = body.substr(first);
    }
  }
  if (!reply.location.empty()) more += "Location: " + reply.location + "\r\n";
  return {"HTTP/1.1 " + std::to_string(status) + " said\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\nConnection: close\r\n" + more + "\r\n",
          body};
}

}  // namespace

HttpServer::HttpServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("no socket for a test server");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

HttpServer::~HttpServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

std::string HttpServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/";
}

std::vector<HttpRequest> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpServer::serve() {
  while (!stopping_) {
    if (!readable(listener_)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    answer(client);
    ::close(client);
  }
}

void HttpServer::answer(int client) {
  std::string text;
  char buffer[4096];
  while (text.find("\r\n\r\n") == std::string::npos) {
    if (stopping_) return;
    if (!readable(client)) continue;
    const auto got = ::recv(client, buffer, sizeof buffer, 0);
    if (got <= 0) return;
    text.append(buffer, static_cast<std::size_t>(got));
  }
  const auto request = parse(text);
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  const auto reply = handler_(request);
  const auto answer = written(reply, request);
  if (!send_all(client, answer.head.data(), answer.head.size())) return;
  const auto size = std::min(reply.send, answer.body.size());
  for (std::size_t sent = 0; sent < size && !stopping_; sent += kPiece) {
    if (!send_all(client, answer.body.data() + sent, std::min(kPiece, size - sent))) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(reply.pause_milliseconds));
  }
  if (reply.stall) wait_for_hang_up(client);
}

bool HttpServer::send_all(int client, const char* data, std::size_t size) {
  while (size > 0) {
    const auto sent = ::send(client, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

void HttpServer::wait_for_hang_up(int client) {
  char byte;
  while (!stopping_) {
    if (readable(client) && ::recv(client, &byte, 1, 0) <= 0) return;
  }
}

}  // namespace hyp::test

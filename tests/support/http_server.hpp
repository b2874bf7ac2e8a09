// SPDX-License-Identifier: MIT
// A web server on 127.0.0.1 that behaves as badly as it is told to.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hyp::test {

struct HttpRequest {
  std::string path;                  ///< "/folder/file"
  std::optional<std::size_t> begin;  ///< of the range that was asked for
};

struct HttpReply {
  int status = 200;
  std::string content;
  std::string location;   ///< of a redirect
  bool ranges = true;     ///< answers 206 to a range; else 200 and everything
  std::size_t shift = 0;  ///< a range begins so much later than asked
  std::string::size_type send = std::string::npos;  ///< stops after so many bytes of the body
  bool stall = false;          ///< then keeps the connection open and silent, else closes it
  int pause_milliseconds = 0;  ///< between pieces of 1024 bytes
};

/// One connection after the other, each of one request.
class HttpServer {
 public:
  using Handler = std::function<HttpReply(const HttpRequest&)>;
  explicit HttpServer(Handler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  [[nodiscard]] int port() const { return port_; }
  /// "http://127.0.0.1:PORT/"
  [[nodiscard]] std::string url() const;
  /// What was asked for so far.
  [[nodiscard]] std::vector<HttpRequest> requests() const;

 private:
  void serve();
  void answer(int client);
  bool send_all(int client, const char* data, std::size_t size);
  void wait_for_hang_up(int client);

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::thread thread_;
};

}  // namespace hyp::test

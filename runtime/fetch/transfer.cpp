// SPDX-License-Identifier: MIT
#include "runtime/fetch/transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

namespace hyp::fetch {
namespace {

using Clock = std::chrono::steady_clock;
using End = Transferred::End;

constexpr int kPollMilliseconds = 100;
constexpr long kMostRedirects = 5;
constexpr long kOk = 200, kPartialContent = 206, kNoSuchRange = 416;

bool curl_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

class Transfer {
 public:
  Transfer(const Request& request, Sink& sink) : request_(request), sink_(sink) {
    out_.done = request.begin;
  }

  Transferred run() {
    if (!curl_ready() || !easy_ || !multi_) return ended(End::failed, "libcurl does not start");
    set_up();
    if (curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK) {
      return ended(End::failed, "libcurl does not start");
    }
    loop();
    curl_multi_remove_handle(multi_.get(), easy_.get());
    return std::move(out_);
  }

 private:
  struct Free {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }

  void set_up() {
    const bool secure = request_.url.starts_with("https:");
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROGRESS, 1L);
    set(CURLOPT_USERAGENT, request_.agent.c_str());
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(error_));
    if (request_.direct) set(CURLOPT_PROXY, "");
    // Not CURLOPT_RESUME_FROM: with that a server that ignores ranges is an error.
    range_ = std::to_string(request_.begin) + "-";
    if (request_.begin > 0) set(CURLOPT_RANGE, range_.c_str());
    set(CURLOPT_WRITEFUNCTION, &Transfer::on_bytes);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(CURLOPT_HEADERDATA, this);
  }

  void loop() {
    last_byte_ = Clock::now();
    for (int running = 1;;) {
      const auto code = curl_multi_perform(multi_.get(), &running);
      if (code != CURLM_OK) return stop(End::failed, curl_multi_strerror(code));
      if (running == 0) return finish();
      if (!sink_.go_on(out_.done, out_.total)) return stop(End::cancelled);
      if (std::chrono::duration<double>(Clock::now() - last_byte_).count() > request_.patience) {
        return stop(End::stalled);
      }
      curl_multi_poll(multi_.get(), nullptr, 0, kPollMilliseconds, nullptr);
    }
  }

  void finish() {
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
    const CURLcode code = message ? message->data.result : CURLE_FAILED_INIT;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &out_.status);
    if (stopped_) return stop(*stopped_);
    switch (code) {
      case CURLE_OK:
        return finish_whole();
      case CURLE_HTTP_RETURNED_ERROR:
        return stop(out_.status == kNoSuchRange ? End::no_such_range : End::refused);
      case CURLE_PARTIAL_FILE:
        return stop(End::ended_early);
      default:
        return stop(End::failed, *error_ ? error_ : curl_easy_strerror(code));
    }
  }

  // A file without a byte never came by on_bytes().
  void finish_whole() {
    if (!started_ && request_.begin > 0 && out_.status != kPartialContent && !restart()) {
      return stop(End::sink_failed);
    }
    if (out_.status != kOk && out_.status != kPartialContent) return stop(End::refused);
    stop(End::whole);
  }

  bool restart() {
    out_.done = 0;
    return sink_.restart();
  }

  // What the first byte tells: where the answer begins, and how long it is.
  bool start() {
    started_ = true;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &out_.status);
    const bool resumed = out_.status == kPartialContent;
    if (resumed && range_begin_ != request_.begin) return give_up(End::no_such_range);
    if (!resumed && request_.begin > 0 && !restart()) return give_up(End::sink_failed);
    curl_off_t length = -1;
    curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (length >= 0) out_.total = out_.done + static_cast<std::uint64_t>(length);
    if (out_.total > request_.limit) return give_up(End::too_large);
    return true;
  }

  bool take(std::span<const std::byte> bytes) {
    last_byte_ = Clock::now();
    if (!started_ && !start()) return false;
    if (out_.done + bytes.size() > request_.limit) return give_up(End::too_large);
    if (!sink_.append(bytes)) return give_up(End::sink_failed);
    out_.done += bytes.size();
    return true;
  }

  bool give_up(End end) {
    stopped_ = end;
    return false;
  }
  void stop(End end, std::string reason = {}) { out_ = ended(end, std::move(reason)); }
  Transferred ended(End end, std::string reason = {}) {
    out_.end = end;
    out_.reason = std::move(reason);
    return out_;
  }

  static std::size_t on_bytes(char* data, std::size_t, std::size_t size, void* self) {
    const bool taken =
        static_cast<Transfer*>(self)->take({reinterpret_cast<const std::byte*>(data), size});
    return taken ? size : CURL_WRITEFUNC_ERROR;
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) {
    static_cast<Transfer*>(self)->header({data, size});
    return size;
  }

  // "Content-Range: bytes 100-199/200"; of several answers in a row of redirects the last counts.
  void header(std::string_view line) {
    constexpr std::string_view kName = "content-range:";
    if (line.starts_with("HTTP/")) range_begin_ = 0;
    if (line.size() < kName.size()) return;
    const bool named = std::equal(kName.begin(), kName.end(), line.begin(), [](char a, char b) {
      return a == (b >= 'A' && b <= 'Z' ? b + 32 : b);
    });
    if (!named) return;
    const auto digits = line.find_first_of("0123456789");
    if (digits == std::string_view::npos) return;
    range_begin_ = std::strtoull(std::string(line.substr(digits)).c_str(), nullptr, 10);
  }

  const Request& request_;
  Sink& sink_;
  std::unique_ptr<CURLM, FreeMulti> multi_{curl_multi_init()};
  std::unique_ptr<CURL, Free> easy_{curl_easy_init()};
  char error_[CURL_ERROR_SIZE] = "";
  std::string range_;
  std::uint64_t range_begin_ = 0;
  bool started_ = false;
  std::optional<End> stopped_;
  Clock::time_point last_byte_;
  Transferred out_;
};

}  // namespace

Transferred transfer(const Request& request, Sink& sink) {
  return Transfer(request, sink).run();
}

bool is_address(const std::string& url) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return false;
  }
  char* scheme = nullptr;
  if (curl_url_get(parsed.get(), CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK) return false;
  const std::string_view named = scheme;
  const bool known = named == "http" || named == "https";
  curl_free(scheme);
  return known;
}

}  // namespace hyp::fetch

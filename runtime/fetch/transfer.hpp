// SPDX-License-Identifier: MIT
// One request over HTTP into a sink: the only place of hyp that talks to a network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace hyp::fetch {

/// Takes what comes.
class Sink {
 public:
  virtual ~Sink() = default;
  /// False stops the transfer: it cannot be kept.
  virtual bool append(std::span<const std::byte> bytes) = 0;
  /// The server sends the file from its beginning after all: forget what was there.
  virtual bool restart() = 0;
  /// Called at least ten times a second. `total` is 0 as long as nobody knows. False stops.
  virtual bool go_on(std::uint64_t done, std::uint64_t total) = 0;
};

struct Request {
  std::string url;
  std::uint64_t begin = 0;  ///< the first byte that is wanted
  std::uint64_t limit = 0;  ///< the most bytes that the whole file may have
  double patience = 20;     ///< seconds without a byte after which it ends
  bool direct = false;      ///< through no proxy, whatever the environment says
  std::string agent = "hyp";
};

struct Transferred {
  enum class End {
    whole,
    stalled,
    ended_early,    ///< `total` bytes were announced
    refused,        ///< `status` of HTTP
    no_such_range,  ///< the server has no byte at `begin`
    too_large,
    failed,       ///< `reason`
    sink_failed,  ///< append() or restart() did
    cancelled,
  };
  End end = End::failed;
  long status = 0;
  std::uint64_t done = 0;  ///< bytes of the file that the sink has now
  std::uint64_t total = 0;
  std::string reason;
};

/// Follows redirects, from https to https alone. Never throws, and never asks for a password.
[[nodiscard]] Transferred transfer(const Request& request, Sink& sink);

/// Whether it is an http or https address with a host.
[[nodiscard]] bool is_address(const std::string& url);

}  // namespace hyp::fetch

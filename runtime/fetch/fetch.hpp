// SPDX-License-Identifier: MIT
// Gets what is missing of a public data set, from the first mirror that has it right.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "runtime/fetch/folder.hpp"
#include "stdlib/catalogue.hpp"

namespace hyp::fetch {

struct Options {
  std::vector<std::string> mirrors;  ///< asked before those of the catalogue; http(s) folders
  double patience = 20;              ///< seconds without a byte after which a mirror is given up
  bool offline = false;              ///< connect to nothing; say what would be fetched
  bool direct = false;               ///< through no proxy, whatever the environment says
  std::string agent = "hyp";         ///< what servers are told
  std::string repeat;                ///< the command line that goes on where this one stops
};

struct Event {
  enum class Kind {
    there,     ///< `path` is right already
    wrong,     ///< `path` is there and is another file: it will be replaced, and kept aside
    starting,  ///< asks `url` for what is missing after `bytes`
    failed,    ///< `failure` of one mirror
    fetched,   ///< `path` has been made, of `bytes`
  };
  Kind kind;
  std::string path, url;
  std::uint64_t bytes = 0;
  const diag::Remark* failure = nullptr;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void happened(const Event& event) = 0;
  /// `total` is 0 while nobody knows.
  virtual void progress(const std::string& path, std::uint64_t done, std::uint64_t total) = 0;
  virtual bool cancelled() { return false; }
};

/// Empty when every file is there and right. Else an error for each file that is not (E089x), which
/// lists what failed where. A file gets its name only after its hash was found right; what came of
/// an unfinished one stays in its part. A mirror that does not answer is not asked for later files.
[[nodiscard]] std::vector<diag::Diagnostic> fetch(const stdlib::DataSet& set, Folder& folder,
                                                  const Options& options, Listener& listener);

}  // namespace hyp::fetch

// SPDX-License-Identifier: MIT
#include "runtime/exec/batches.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace hyp::exec {
namespace {

constexpr std::chrono::milliseconds kBetweenReports{50};

class Run {
 public:
  Run(const Spread& spread, const BatchWork& work) : spread_(spread), work_(work) {}

  std::optional<diag::Diagnostic> operator()(std::string_view stage, Listener& listener) {
    stopped_ = listener.cancelled();
    std::vector<std::jthread> workers = start();
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kBetweenReports, [&] { return running_ == 0; })) {
      const std::int64_t done = done_;
      lock.unlock();
      listener.progress(stage, done, spread_.rows);
      const bool stop = listener.cancelled();
      lock.lock();
      if (stop) stopped_ = true;
    }
    if (failure_) return std::move(failure_);
    const std::int64_t done = done_;
    lock.unlock();
    listener.progress(stage, done, spread_.rows);
    if (done == spread_.rows) return std::nullopt;
    return diag::Diagnostic(
        diag::Code::interrupted, std::nullopt,
        {{"done", done}, {"total", spread_.rows}, {"steps", "rows"}, {"model", stage}});
  }

 private:
  std::vector<std::jthread> start() {
    const std::int64_t batches = (spread_.rows + spread_.batch - 1) / spread_.batch;
    const auto wanted = std::min<std::int64_t>(spread_.threads, batches);
    std::vector<std::jthread> workers;
    for (std::int64_t i = 0; i < wanted; ++i) {
      {
        const std::lock_guard lock(mutex_);
        ++running_;
      }
      try {
        workers.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        const std::lock_guard lock(mutex_);
        --running_;
        if (workers.empty()) throw;
        break;  // fewer threads than wanted do the same work
      }
    }
    return workers;
  }

  // Batches are handed out in order, so every batch before a failing one is worked on.
  void work() {
    std::unique_lock lock(mutex_);
    while (!stopped_ && next_ < spread_.rows) {
      const RowRange rows{next_, std::min(next_ + spread_.batch, spread_.rows)};
      next_ = rows.end;
      lock.unlock();
      std::optional<diag::Diagnostic> failure = work_(rows);
      lock.lock();
      done_ += rows.end - rows.begin;
      if (failure && rows.begin < failed_at_) {
        failed_at_ = rows.begin;
        failure_ = std::move(failure);
      }
      if (failure_) stopped_ = true;
    }
    if (--running_ == 0) changed_.notify_all();
  }

  const Spread& spread_;
  const BatchWork& work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t next_ = 0, done_ = 0, failed_at_ = INT64_MAX;
  int running_ = 0;
  bool stopped_ = false;
  std::optional<diag::Diagnostic> failure_;
};

}  // namespace

std::optional<diag::Diagnostic> run_batches(const Spread& spread, const BatchWork& work,
                                            std::string_view stage, Listener& listener) {
  return Run(spread, work)(stage, listener);
}

}  // namespace hyp::exec

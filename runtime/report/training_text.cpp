// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "runtime/report/report.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {

std::string training_head(const std::string& model, const std::string& data) {
  return fmt::format("{} on {}\n{:>8}{:>12}{:>12}\n", printable(model), printable(data), "epoch",
                     "loss", "accuracy");
}

std::string training_line(std::size_t epoch, const exec::Learned& learned) {
  return fmt::format("{:>8}{:>12.6f}{:>10.2f} %\n", epoch == 0 ? "result" : std::to_string(epoch),
                     learned.loss, 100 * learned.accuracy);
}

std::string training_file(const TrainingResult& training) {
  return fmt::format("wrote {}\nsha256 {}\n", printable(training.path), training.sha256);
}

}  // namespace hyp::report

// SPDX-License-Identifier: MIT
// From a training in a file to the bytes of its weights. Private to runtime/embed.
#pragma once

#include "runtime/embed/session.hpp"

namespace hyp::embed {

diag::Outcome<std::vector<TrainTarget>> train_targets(const check::Program& program,
                                                      const std::vector<std::string>& only,
                                                      const std::string& file,
                                                      source::Loader& loader);

diag::Outcome<TrainedNetwork> train(const check::Program& program, check::TrainingId id,
                                    const TrainOptions& options, const source::SourceMap& sources,
                                    source::Loader& loader, exec::TrainListener& listener);

}  // namespace hyp::embed

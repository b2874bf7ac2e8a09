// SPDX-License-Identifier: MIT
// Drawn digits, with the digit as their label.
#include "runtime/model/buffer.hpp"
#include "runtime/model/dataset_parts.hpp"
#include "runtime/model/strokes.hpp"

namespace hyp::model {

diag::Outcome<Dataset> make_strokes(Dataset base, const check::StrokesData& from) {
  constexpr std::int64_t kPixels = kStrokesSide * kStrokesSide;
  const auto rows = static_cast<std::size_t>(from.rows);
  Buffer pictures, labels;
  pictures.size = rows * kPixels;
  labels.size = rows;
  if (!pictures.reserve(pictures.size) || !labels.reserve(labels.size)) {
    return diag::Diagnostic(
        diag::Code::out_of_memory, base.span,
        {{"part", "the pictures"}, {"path", base.name}, {"bytes", rows * (kPixels + 1)}});
  }
  auto* pixels = reinterpret_cast<std::uint8_t*>(pictures.data());
  for (std::size_t row = 0; row < rows; ++row) {
    labels.data()[row] = static_cast<std::byte>(
        draw_strokes(from.seed, row, {pixels + row * kPixels, std::size_t{kPixels}}));
  }
  base.inputs = {{from.rows, kStrokesSide, kStrokesSide}, ElementType::u8, pictures.release()};
  base.columns.push_back({"label", {{from.rows}, ElementType::u8, labels.release()}});
  return base;
}

}  // namespace hyp::model

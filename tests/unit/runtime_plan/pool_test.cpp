// SPDX-License-Identifier: MIT
#include "runtime/plan/pool.hpp"

#include "tests/support/catch.hpp"

using hyp::check::DataId;
using hyp::plan::Pool;

TEST_CASE("the rows of several data sets follow each other") {
  const Pool pool({{DataId{2}, 3}, {DataId{0}, 1}, {DataId{7}, 4}});
  CHECK(pool.size() == 8);
  CHECK(pool.datasets() == std::vector{DataId{2}, DataId{0}, DataId{7}});
  CHECK(pool.first(DataId{2}) == 0);
  CHECK(pool.first(DataId{0}) == 3);
  CHECK(pool.first(DataId{7}) == 4);
  CHECK(pool.rows(DataId{7}) == 4);
  const DataId data[] = {{2}, {2}, {2}, {0}, {7}, {7}, {7}, {7}};
  const std::int64_t rows[] = {0, 1, 2, 0, 0, 1, 2, 3};
  for (hyp::plan::RowId id = 0; id < 8; ++id) {
    CHECK(pool.data_of(id) == data[id]);
    CHECK(pool.row_of(id) == rows[id]);
    CHECK(pool.id(data[id], rows[id]) == id);
  }
}

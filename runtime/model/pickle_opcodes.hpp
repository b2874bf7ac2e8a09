// SPDX-License-Identifier: MIT
// The instructions of the pickle language that torch.save uses for tensors, under the names that
// Python's pickletools gives them.
#pragma once

#include <cstdint>

namespace hyp::model {

// clang-format off
enum Opcode : std::uint8_t {
  PROTO = 0x80, FRAME = 0x95, STOP = '.', MARK = '(',
  NONE = 'N', NEWTRUE = 0x88, NEWFALSE = 0x89,
  BININT = 'J', BININT1 = 'K', BININT2 = 'M', LONG1 = 0x8a, BINFLOAT = 'G',
  BINUNICODE = 'X', SHORT_BINUNICODE = 0x8c,
  EMPTY_TUPLE = ')', TUPLE = 't', TUPLE1 = 0x85, TUPLE2 = 0x86, TUPLE3 = 0x87,
  EMPTY_LIST = ']', LIST = 'l', APPEND = 'a', APPENDS = 'e',
  EMPTY_DICT = '}', DICT = 'd', SETITEM = 's', SETITEMS = 'u',
  MEMOIZE = 0x94, BINPUT = 'q', LONG_BINPUT = 'r', BINGET = 'h', LONG_BINGET = 'j',
  GLOBAL = 'c', STACK_GLOBAL = 0x93, REDUCE = 'R', BUILD = 'b', BINPERSID = 'Q',
};
// clang-format on

}  // namespace hyp::model

// SPDX-License-Identifier: MIT
// Whether the address sanitizer is on: GCC and clang say it in different words.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define HYP_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HYP_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef HYP_ADDRESS_SANITIZER
#define HYP_ADDRESS_SANITIZER 0
#endif

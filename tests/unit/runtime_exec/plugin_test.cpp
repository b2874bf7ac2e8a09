// SPDX-License-Identifier: MIT
#include "runtime/exec/plugin.hpp"

#include <filesystem>
#include <fstream>

#include "lang/diag/render.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;

namespace {

struct Sources {
  source::SourceMap map;
  source::Span span{map.add("claim.hyp", "model net = cnn()\n"), 6, 9};
  [[nodiscard]] std::string text(const diag::Diagnostic& diagnostic) const {
    return diag::render_text(diagnostic, map, false);
  }
};

const std::string kPlace =
    " --> claim.hyp:1:7\n"
    "  |\n"
    "1 | model net = cnn()\n"
    "  |       ^^^\n";

}  // namespace

TEST_CASE_METHOD(Sources, "a missing plugin is told with every place that was searched") {
  const auto plugin = exec::load_plugin({"$ORIGIN/libnowhere.so", "/no/where/libnowhere.so"}, span);
  REQUIRE_FALSE(plugin);
  CHECK(text(plugin.diagnostics[0]) ==
        "error[E0860]: cannot find `libhyp_torch.so`, the part of hyp that runs networks\n" +
            kPlace +
            "  = note: looked for $ORIGIN/libnowhere.so\n"
            "  = note: looked for /no/where/libnowhere.so\n"
            "  = help: put it beside the program `hyp`, or in `../lib/hyp` from there: `cmake "
            "--build` makes both\n");
}

TEST_CASE_METHOD(Sources, "a plugin that cannot be loaded is told in the linker's words") {
  const std::string path = std::filesystem::temp_directory_path() / "hyp_not_a_library.so";
  std::ofstream(path) << "this is no shared library, though it is long enough to have a header";
  const auto plugin = exec::load_plugin({path}, span);
  std::filesystem::remove(path);
  REQUIRE_FALSE(plugin);
  CHECK(text(plugin.diagnostics[0]) ==
        "error[E0861]: cannot load LibTorch through `" + path + "`: " + path +
            ": invalid ELF header\n" + kPlace +
            "  = help: install LibTorch; on Debian: `apt install libtorch-dev`\n");
}

TEST_CASE_METHOD(Sources,
                 "a plugin whose own library is missing is not taken for a missing plugin") {
  const auto plugin = exec::load_plugin({"$ORIGIN/libhyp_orphan_plugin.so"}, span);
  REQUIRE_FALSE(plugin);
  CHECK(plugin.diagnostics[0].code == diag::Code::executor_unloadable);
  CHECK(text(plugin.diagnostics[0]).find("libhyp_gone.so: cannot open shared object file") !=
        std::string::npos);
}

TEST_CASE_METHOD(Sources, "a library of another build, or no plugin at all, is refused") {
  for (const std::string name : {"$ORIGIN/libhyp_old_plugin.so", "libm.so.6"}) {
    const auto plugin = exec::load_plugin({name}, span);
    REQUIRE_FALSE(plugin);
    CHECK(text(plugin.diagnostics[0]) == "error[E0862]: `" + name +
                                             "` was built for another hyp\n" + kPlace +
                                             "  = help: build or install both together: `cmake "
                                             "--build`\n");
  }
}

// SPDX-License-Identifier: MIT
// PyTorch checkpoints: what is read, and what is refused without being run.
#include <filesystem>

#include "runtime/model/pickle.hpp"
#include "runtime/model/zip.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::test;
using namespace hyp::test::pickle;

namespace {

const std::string kFour = little_all<float>({1, 2, 3, 4});

diag::Outcome<model::NamedArrays> read(std::string content) {
  return model::read_arrays(asked(std::move(content)));
}

std::string error(std::string content) {
  return said(read(std::move(content)).diagnostics);
}

std::string pickle_error(std::string content) {
  return said(model::read_pickle(asked(std::move(content))).diagnostics);
}

std::vector<std::string> names(const model::NamedArrays& arrays) {
  std::vector<std::string> out;
  for (const auto& [name, array] : arrays.items) out.push_back(name);
  return out;
}

}  // namespace

TEST_CASE("a state_dict is read: order, shapes, offsets, strides, shared storages, devices") {
  const auto arrays =
      read(checkpoint(dict({{text("b"), tensor("0", {2, 2}, {2, 1}, 0, "FloatStorage", "cuda:0")},
                            {text("a"), tensor("0", {2, 2}, {1, 2})},
                            {text("tail"), tensor("0", {2}, {1}, 2)},
                            {text("one"), tensor("0", {}, {}, 3)},
                            {text("wide"), tensor("0", {3, 2}, {0, 3})},
                            {text("none"), tensor("0", {0, 2}, {2, 1})},
                            {text("half"), tensor("1", {1}, {1}, 0, "HalfStorage")}}) +
                          // BUILD with _metadata, as every module's state_dict has it
                          "}" + text("_metadata") + "}sb",
                      {{"0", kFour}, {"1", std::string("\x00\x3e", 2)}}));
  REQUIRE(arrays);
  CHECK(names(*arrays) ==
        std::vector<std::string>{"b", "a", "tail", "one", "wide", "none", "half"});
  CHECK(arrays->find("b")->to_f32() == std::vector<float>{1, 2, 3, 4});
  CHECK(arrays->find("a")->to_f32() == std::vector<float>{1, 3, 2, 4});
  CHECK(arrays->find("tail")->to_f32() == std::vector<float>{3, 4});
  CHECK(arrays->find("one")->shape.empty());
  CHECK(arrays->find("one")->at(0) == 4);
  CHECK(arrays->find("wide")->to_f32() == std::vector<float>{1, 4, 1, 4, 1, 4});
  CHECK(arrays->find("none")->to_f32().empty());
  CHECK(arrays->find("half")->at(0) == 1.5);
  CHECK(arrays->find("c") == nullptr);
}

TEST_CASE("checkpoints are unwrapped, nested names are joined, other values are passed over") {
  const std::string weight = tensor("0", {4}, {1});
  const std::map<std::string, std::string> records{{"0", kFour}};
  const auto names_of = [&](const std::string& root) {
    return names(*read(checkpoint(root, records)));
  };
  using Names = std::vector<std::string>;
  for (const auto* key : {"state_dict", "model_state_dict", "model"}) {
    CHECK(names_of(dict({{text("epoch"), integer(3)},
                         {text("loss"), "G" + std::string(8, '\0')},
                         {text("optimizer"), dict({{text("m"), weight}})},
                         {text(key), dict({{text("fc.weight"), weight}})}})) == Names{"fc.weight"});
  }
  CHECK(names_of(dict({{text("enc"), dict({{text("w"), weight}, {integer(0), weight}})},
                       {text("list"), "](" + weight + "e"}})) == Names{"enc.w", "enc.0"});
  CHECK(names_of(dict({{text("state_dict"), dict({{text("x"), weight}})}, {text("w"), weight}})) ==
        Names{"state_dict.x", "w"});
  CHECK(names_of("ctorch._utils\n_rebuild_parameter\n(" + weight + "\x88N" + "tR") == Names{""});
  CHECK(error(checkpoint(dict({{text("a"), dict({{text("b"), weight}})}, {text("a.b"), weight}}),
                         records)) == "E0819: `file` holds `a.b` twice\n");
  const auto nothing = error(checkpoint(dict({{text("epoch"), integer(3)}}), {}));
  CHECK(nothing ==
        "E0831: `file` holds no tensors by name\n"
        "  help: save the tensors: `torch.save(model.state_dict(), \"weights.pt\")`\n");
}

TEST_CASE("a pickle that names a function is refused and nothing is run") {
  const auto mark = std::filesystem::temp_directory_path() / "hyp_pickle_was_run";
  std::filesystem::remove(mark);
  const std::string command = text("touch " + mark.string());
  for (const std::string& root : {"cposix\nsystem\n" + command + "\x85R",
                                  text("posix") + text("system") + "\x93" + command + "\x85R"}) {
    CHECK(error(checkpoint(root, {})) ==
          "E0824: `file` asks to run `posix system`; hyp runs nothing that a file names\n"
          "  help: save the tensors alone: `torch.save(model.state_dict(), \"weights.pt\")`\n");
  }
  CHECK_FALSE(std::filesystem::exists(mark));
  CHECK(error(checkpoint("c\x1b[2J\nx\n", {})).find('\x1b') == std::string::npos);
  // A storage type is a name for persistent ids, not something to call.
  CHECK(error(checkpoint("ctorch\nFloatStorage\n)R", {})).starts_with("E0824: "));
}

TEST_CASE("pickles that nest without end, circle or multiply are errors, not crashes") {
  const std::string too_deep = "E0822: the pickle of `file` is nested more than 64 deep\n";
  CHECK(pickle_error("\x80\x02N" + std::string(1'000'000, '\x85') + ".") == too_deep);
  CHECK(pickle_error("\x80\x02" + std::string(1'000'000, '(') + ".") == too_deep);
  CHECK(pickle_error("\x80\x02]q\x01h\x01"
                     "a.") == too_deep);  // a list that holds itself
  // Two dictionaries that hold each other: fine as values, endless as names.
  const std::string circle = "}q\x01(" + text("x") + "}q\x02(" + text("y") + "h\x01uu";
  CHECK(error(checkpoint(circle, {})) == too_deep);
  // 2^40 names out of 40 dictionaries that each hold the one below twice.
  std::string bomb = dict({{text("w"), tensor("0", {1}, {1})}});
  for (int i = 0; i < 40; ++i) {
    bomb = "}(" + text("a") + bomb + "q\x01" + text("b") + "h\x01u";
  }
  CHECK(error(checkpoint(bomb, {{"0", kFour}})) ==
        "E0817: the list of tensor names of `file` takes more than 16777216 bytes, the most that "
        "hyp reads\n");
  CHECK(pickle_error("\x80\x02Nr\xff\xff\xff\xff.") ==
        "E0816: `file` is damaged: the pickle at byte 3 is not valid\n"
        "  help: fetch or save it again\n");
}

TEST_CASE("what no state_dict needs is refused with its place") {
  CHECK(pickle_error("\x80\x02N\x81.") ==
        "E0825: `file` holds pickle instruction 0x81 at byte 3, which no state_dict needs\n"
        "  help: save the tensors alone: `torch.save(model.state_dict(), \"weights.pt\")`\n");
  CHECK(pickle_error("\x80\x09N.") ==
        "E0820: the pickle of `file` uses protocol 9, which hyp does not read\n"
        "  help: save it again without it\n");
  CHECK(pickle_error("\x80\x02N.N") == "E0818: `file` goes on after the end of the pickle\n");
  const std::string good = whole(dict({{text("w"), tensor("0", {2, 2}, {2, 1})}}));
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK(pickle_error(good.substr(0, size)) ==
          "E0814: `file` ends inside the pickle\n  help: fetch or save it again\n");
  }
  for (const char* bad : {"a.", "\x85.", "t.", "u.", "NNs.", "h\x01.", "NR.", "NNR.", "Q.", "NNb.",
                          ")Q.", "NN.", "(N.", "(Nd.",
                          "\x8a\x09"
                          "123456789.",
                          "]NNs.", "NNa."}) {
    CHECK(pickle_error("\x80\x02" + std::string(bad)).starts_with("E0816: `file` is damaged: "));
  }
  CHECK(pickle_error("\x80\x02\x8a\x01\xff.").empty());
}

TEST_CASE("tensors that reach past their storage are errors, whatever numbers they give") {
  const auto with = [](const std::string& one, std::size_t bytes = 16) {
    return error(checkpoint(dict({{text("w"), one}}), {{"0", kFour.substr(0, bytes)}}));
  };
  CHECK(with(tensor("0", {2, 2}, {2, 1}), 15) ==
        "E0823: tensor `w` of `file` reaches past its storage: it takes 16 bytes of 15\n"
        "  help: fetch or save it again\n");
  CHECK(with(tensor("0", {4}, {1}, 1)).starts_with("E0823: "));
  CHECK(with(tensor("0", {2, 2}, {0x7FFFFFFF, 1})).starts_with("E0823: "));
  const std::string shape_error =
      "E0816: `file` is damaged: the shape of tensor `w` is not valid\n"
      "  help: fetch or save it again\n";
  CHECK(with(tensor("0", {2}, {-1})) == shape_error);
  CHECK(with(tensor("0", {-2}, {1})) == shape_error);
  CHECK(with(tensor("0", {2}, {1}, -1)) == shape_error);
  CHECK(with(tensor("0", {0x7FFFFFFF, 0x7FFFFFFF, 4}, {0, 0, 0})) == shape_error);
  CHECK(
      with(tensor("0", {0x7FFFFFFF, 8}, {0, 0})).starts_with("E0817: tensor `w` of `file` takes"));
  CHECK(with(tensor("5", {1}, {1})) ==
        "E0816: `file` is damaged: the storage of tensor `w` is not valid\n"
        "  help: fetch or save it again\n");
  CHECK(with(tensor("0", {1}, {1}, 0, "ComplexFloatStorage")) ==
        "E0821: tensor `w` of `file` holds elements of type `ComplexFloatStorage`, which hyp does "
        "not read\n  help: convert it first: `tensor.float()`\n");
}

TEST_CASE("other things that PyTorch saves are known by name and told how to convert") {
  const std::string legacy("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
  CHECK(error(legacy) ==
        "E0827: `file` is in the format of PyTorch before 1.6\n  help: save it again: "
        "`torch.save(torch.load(\"file\", map_location=\"cpu\"), \"weights.pt\")`\n");
  CHECK(error("\x80\x04]\x94.") ==
        "E0830: `file` is a plain pickle, not a state_dict\n"
        "  help: save the tensors: `torch.save(model.state_dict(), \"weights.pt\")`\n");
  CHECK(
      error(checkpoint("c__main__\nNet\n)\x81}" + text("fc") + "ctorch.nn.modules.linear\n", {})) ==
      "E0826: `file` is a whole pickled module (`__main__ Net`), not its weights\n  help: where "
      "its code is at hand, save the weights: `torch.save(model.state_dict(), \"weights.pt\")`\n");
  CHECK(error(checkpoint("N", {}, {{"net/constants.pkl", ""}, {"net/code/a.py", ""}})) ==
        "E0828: `file` is a TorchScript program, not a state_dict\n  help: save its weights: "
        "`torch.save(torch.jit.load(\"file\", map_location=\"cpu\").state_dict(), "
        "\"weights.pt\")`\n");
  for (const auto* name : {"serialized_exported_program.json", "net/archive_format"}) {
    CHECK(error(zip({{name, "pt2"}})) ==
          "E0829: `file` is a program of torch.export (.pt2), not a state_dict\n  help: save its "
          "weights: `torch.save(torch.export.load(\"file\").state_dict, \"weights.pt\")`\n");
  }
  CHECK(error(zip({{"word/document.xml", "x"}})).starts_with("E0831: "));
  CHECK(error("import torch\n") ==
        "E0811: `file` is not a state_dict (.pt), safetensors, npz or npy file: it begins with "
        "\"import torch\"\n");
  CHECK(error("") == "E0810: `file` is empty\n");
}

TEST_CASE("versions and byte orders that are not understood are refused") {
  const std::string root = dict({{text("w"), tensor("0", {4}, {1})}});
  const std::map<std::string, std::string> records{{"0", kFour}};
  CHECK(error(checkpoint(root, records, {{"net/version", "99\n"}})) ==
        "E0820: the archive of `file` uses format version \"99\", which hyp does not read\n"
        "  help: save it again without it\n");
  CHECK(error(checkpoint(root, records, {{"net/.data/version", "x"}})).starts_with("E0820: "));
  CHECK(error(checkpoint(root, records, {{"net/byteorder", "big"}})) ==
        "E0820: the archive of `file` uses big-endian numbers, which hyp does not read\n"
        "  help: save it again without it\n");
  CHECK(read(checkpoint(root, records, {{"net/version", "3\n"}, {"net/byteorder", "little"}})));
}

TEST_CASE("zip archives: deflated, zip64, behind other bytes, gzipped") {
  const std::vector<ZipEntry> entries{
      {"a", std::string(5000, 'x'), true}, {"b", "plain"}, {"c", ""}};
  for (const std::string& file : {zip(entries), zip64(entries), "before" + zip(entries)}) {
    const auto archive = model::Archive::open(asked(file));
    REQUIRE(archive);
    REQUIRE(archive->entries().size() == 3);
    for (const auto& entry : entries) {
      const auto content = archive->read(*archive->find(entry.name));
      REQUIRE(content);
      CHECK(content->text() == entry.content);
    }
    CHECK(archive->find("d") == nullptr);
  }
  const std::string root = dict({{text("w"), tensor("0", {4}, {1})}});
  CHECK(read(gzip(checkpoint(root, {{"0", kFour}}))));
}

TEST_CASE("zip archives that lie are errors") {
  const auto first = [](const std::string& file) {
    const auto archive = model::Archive::open(asked(file));
    if (!archive) return said(archive.diagnostics);
    return said(archive->read(archive->entries()[0]).diagnostics);
  };
  const std::string again = "\n  help: fetch or save it again\n";
  CHECK(first(zip({{"a", "x"}, {"a", "y"}})) == "E0819: `file` holds `a` twice\n");
  CHECK(first(zip({{"a", "x", false, 1}})) ==
        "E0820: `a` of `file` uses encryption, which hyp does not read\n"
        "  help: save it again without it\n");
  CHECK(first(zip({{"a", "x", false, 0, 1}})) ==
        "E0816: `file` is damaged: the checksum of `a` is not valid" + again);
  CHECK(first(zip({{"a", "x"}}) + "tail").starts_with("E0814: `file` ends inside the zip archive"));
  // A deflate bomb: the directory says 10 bytes, the stream holds 10 million.
  std::string bomb = zip({{"a", std::string(10'000'000, '\0'), true}});
  const std::size_t entry = bomb.rfind("PK\1\2");
  bomb.replace(entry + 24, 4, little<std::uint32_t>(10));
  CHECK(first(bomb) == "E0816: `file` is damaged: `a` is not valid" + again);
  bomb.replace(entry + 24, 4, little<std::uint32_t>(0xFFFFFFFE));
  CHECK(first(bomb) == "E0816: `file` is damaged: `a` is not valid" + again);
  // Two entries in the same bytes.
  std::string overlap = zip({{"a", "same"}, {"b", "same"}});
  overlap.replace(overlap.rfind("PK\1\2") + 42, 4, little<std::uint32_t>(0));
  CHECK(first(overlap).starts_with("E0816: `file` is damaged: the place of "));
  std::string method = zip({{"a", "x"}});
  method.replace(method.rfind("PK\1\2") + 10, 2, little<std::uint16_t>(12));
  method.replace(8, 2, little<std::uint16_t>(12));
  CHECK(first(method) ==
        "E0820: `a` of `file` uses compression method 12, which hyp does not read\n"
        "  help: save it again without it\n");
  std::string many = zip64({{"a", "x"}});
  many.replace(many.rfind("PK\6\6") + 32, 8, little<std::uint64_t>(2'000'000));
  CHECK(first(many) ==
        "E0820: the zip directory of `file` uses 2000000 entries, which hyp does not read\n"
        "  help: save it again without it\n");
}

TEST_CASE("a checkpoint cut anywhere is an error, one with any byte changed is no crash") {
  const std::string good =
      checkpoint(dict({{text("w"), tensor("0", {2, 2}, {1, 2})}}), {{"0", kFour}});
  REQUIRE(read(good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(error(good.substr(0, size)).empty());
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const unsigned flip : {0x01u, 0x80u, 0xFFu}) {
      std::string changed = good;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const auto outcome = read(changed);
      if (!outcome) CHECK_FALSE(outcome.diagnostics.empty());
    }
  }
}

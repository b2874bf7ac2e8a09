// SPDX-License-Identifier: MIT
#include "stdlib/catalogue.hpp"

#include <algorithm>

namespace hyp::stdlib {
namespace {

std::string_view without_gz(std::string_view path) {
  return path.substr(0, path.size() - (path.ends_with(".gz") ? 3 : 0));
}

}  // namespace

std::string_view DataFile::name() const {
  return std::string_view(path).substr(path.rfind('/') + 1);
}

std::string_view DataFile::plain_path() const {
  return without_gz(path);
}

const std::vector<DataSet>& catalogue() {
  static const std::vector<DataSet> all = {
      {"mnist",
       "MNIST: 70 000 images of handwritten digits, 28 x 28, with their labels",
       "by Yann LeCun, Corinna Cortes and Christopher Burges, derived from NIST's data; usually "
       "stated as CC BY-SA 3.0",
       {{"mnist/train-images-idx3-ubyte.gz", 47040016,
         "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
        {"mnist/train-labels-idx1-ubyte.gz", 60008,
         "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
        {"mnist/t10k-images-idx3-ubyte.gz", 7840016,
         "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
        {"mnist/t10k-labels-idx1-ubyte.gz", 10008,
         "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"}},
       {"https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/"}},
      {"eis-vii",
       "the network of the mechanistic interpretability challenge (EIS VII), which labels MNIST",
       "by Stephen Casper; its repository states no licence",
       {{"eis-vii/mnist_model.pt", 330167,
         "0562d9df55ca7cee1c85dbf1d9346bd8e1873c1e8249aeca0dc2042caa2143e1"}},
       {"https://raw.githubusercontent.com/thestephencasper/"
        "mechanistic_interpretability_challenge/main/",
        "https://github.com/thestephencasper/mechanistic_interpretability_challenge/raw/main/"}},
  };
  return all;
}

const DataSet* find_data_set(std::string_view name) {
  const auto& all = catalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const DataSet& set) { return set.name == name; });
  return found == all.end() ? nullptr : &*found;
}

const DataSet* data_set_of(std::string_view path) {
  for (const auto& set : catalogue()) {
    for (const auto& file : set.files) {
      if (file.plain_path() == without_gz(path)) return &set;
    }
  }
  return nullptr;
}

}  // namespace hyp::stdlib

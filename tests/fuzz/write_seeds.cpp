// Before a fuzzer starts: its seeds, and every input that once found a fault (found/NAME.hex), as files in the folder
// that DALIAN_FUZZ_SEEDS names. libFuzzer calls this.
#include "tests/fuzz/fuzz.hpp"

#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

/// One input a line; lines with '#' say what it found.
std::vector<std::string> read_hex_lines(fs::path const& file) {
  std::vector<std::string> inputs;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto& bytes = inputs.emplace_back();
    for (std::size_t i = 0; i + 1 < line.size(); i += 2)
      bytes += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
  }
  return inputs;
}

void write(fs::path const& folder, char const* kind, std::vector<std::string> const& inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i)
    std::ofstream(folder / (kind + std::to_string(i)), std::ios::binary) << inputs[i];
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** argv) {
  char const* const folder = std::getenv("DALIAN_FUZZ_SEEDS");
  char const* const source = std::getenv("DALIAN_SOURCE");
  if (!folder || !source) return 0;
  auto const name = fs::path((*argv)[0]).filename().string() + ".hex";
  write(folder, "seed_", dalian::fuzz::seeds());
  write(folder, "found_", read_hex_lines(fs::path(source) / "tests/fuzz/found" / name));
  return 0;
}

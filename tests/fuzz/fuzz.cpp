#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace dalian::fuzz {

namespace fs = std::filesystem;

std::vector<Piece> pieces(std::string_view input) {
  std::vector<Piece> out;
  while (input.size() >= 3) {
    auto const byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(input[i])); };
    std::size_t const size = std::min(byte(1) | byte(2) << 8, input.size() - 3);
    out.push_back({static_cast<std::uint8_t>(input[0]), input.substr(3, size)});
    input.remove_prefix(3 + size);
  }
  return out;
}

std::string piece(std::uint8_t tag, std::string const& bytes) {
  std::string out{static_cast<char>(tag), static_cast<char>(bytes.size() & 255), static_cast<char>(bytes.size() >> 8)};
  return out + bytes;
}

/// In memory where there is such a folder: thousands are written a second.
fs::path write_file(std::string const& name, std::string_view bytes) {
  static fs::path const folder = [] {
    ::umask(077);
    fs::path const base = fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    auto made = base / ("dalian_fuzz_" + std::to_string(::getpid()));
    fs::create_directories(made);
    static struct Remover {
      fs::path path;
      ~Remover() { fs::remove_all(path); }
    } const remover{made};
    return made;
  }();
  auto file = folder / name;
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

std::string read_file(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string read_source(std::string const& path) {
  char const* const root = std::getenv("DALIAN_SOURCE");
  return root ? read_file(fs::path(root) / path) : std::string();
}

} // namespace dalian::fuzz

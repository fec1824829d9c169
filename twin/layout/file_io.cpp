#include "twin/layout/file_io.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace dalian::layout {
namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile_bytes = 512ULL << 20;

Result<std::string> read_bytes(fs::path const& file) {
  std::error_code problem;
  auto const size = fs::file_size(file, problem);
  if (problem)
    return Error{file.string() + ": " + problem.message() + "; bake it with: cmake --build <build> --target assets"};
  if (size > kLargestFile_bytes) return Error{file.string() + ": larger than any baked file (512 MiB)"};
  std::ifstream in(file, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in || !in.read(bytes.data(), static_cast<std::streamsize>(size)))
    return Error{file.string() + ": cannot read: " + std::strerror(errno)};
  return bytes;
}

Status write_bytes(std::string_view bytes, fs::path const& file) {
  fs::path const part = file.string() + ".part";
  {
    std::ofstream out(part, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return Error{part.string() + ": cannot write: " + std::strerror(errno)};
  }
  std::error_code problem;
  fs::rename(part, file, problem);
  if (problem) return Error{file.string() + ": cannot replace: " + problem.message()};
  return {};
}

} // namespace dalian::layout

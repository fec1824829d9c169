#pragma once
// The program itself, as a user starts it.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>

namespace dalian::v2x::test {

struct Ran {
  int status = -1;
  std::string out; // standard output and error
};

inline Ran twinfeed(std::string const& arguments) {
  char const* const bin = std::getenv("DALIAN_BIN");
  std::string const command = std::string(bin != nullptr ? bin : "build/release/bin") + "/twinfeed " + arguments;
  Ran ran;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
    ran.out.append(block.data(), n);
  int const status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return ran;
}

} // namespace dalian::v2x::test

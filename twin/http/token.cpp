#include "twin/http/token.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sodium.h>
#include <sys/stat.h>

namespace dalian::http {

Result<std::string> read_token(std::filesystem::path const& file) {
  auto const fail = [&](std::string const& what) { return Error{fmt::format("{}: {}", file.string(), what)}; };
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return fail(fmt::format("cannot be read: {}", std::strerror(errno)));
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(fmt::format("others can read this token: chmod 600 {}", file.string()));
  std::ifstream in(file);
  std::string token;
  if (!std::getline(in, token)) return fail("holds no token; write one line of 16 characters or more");
  while (!token.empty() && (token.back() == '\r' || token.back() == ' '))
    token.pop_back();
  bool const printable = std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f; });
  if (!printable || token.size() < 16 || token.size() > 512)
    return fail("its first line is no token: 16 to 512 printable ASCII characters without spaces");
  return token;
}

bool is_authorized(std::string_view authorization, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!authorization.starts_with(kScheme)) return false;
  authorization.remove_prefix(kScheme.size());
  return authorization.size() == token.size() && sodium_memcmp(authorization.data(), token.data(), token.size()) == 0;
}

} // namespace dalian::http

#pragma once
// What was asked over HTTP and what is answered: plain values. Knows neither sockets nor what it is about.
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dalian::http {

struct Request {
  std::string method; // "GET"
  std::string path;   // decoded, begins with '/'
  std::vector<std::pair<std::string, std::string>> query;
  std::map<std::string, std::string, std::less<>> headers; // names in small letters
  std::string body;

  /// The first of that name; null when it is not there.
  std::string const* parameter(std::string_view name) const {
    for (auto const& [key, value] : query)
      if (key == name) return &value;
    return nullptr;
  }
  std::string_view header(std::string_view name) const {
    auto const it = headers.find(name);
    return it == headers.end() ? std::string_view{} : std::string_view(it->second);
  }
};

struct Response {
  int status = 200;
  std::string type = "application/json"; // empty with an empty body
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

} // namespace dalian::http

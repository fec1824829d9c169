#pragma once
// Asks one address over HTTP(S) again and again (libcurl), or posts to it: bounded size and time, unchanged documents
// are not sent twice (ETag, Last-Modified). What goes wrong is a value with a name to count. One thread.
#include "twin/base/result.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::connectors {

struct HttpClientConfig {
  std::string url{};
  std::filesystem::path token{};       // file with a bearer token; empty = none
  std::filesystem::path authorities{}; // PEM of who signs the server's certificate; empty = those of the system
  std::vector<std::string> headers{};  // "Accept: application/ld+json"
  std::size_t most_bytes = 32 << 20;   // of an answer, after decompression
  std::chrono::milliseconds connect_limit{5'000};
  std::chrono::milliseconds total_limit{30'000}; // of one answer, however it trickles
};

struct HttpAnswer {
  // "ok"; "not_modified"; or why there is no document: "http_status", "too_large", "too_slow", "no_connection",
  // "bad_certificate", "http_error".
  std::string_view outcome;
  long status = 0; // of HTTP; 0 = none came
  std::string body;
  std::string reason;        // of a failure, for people
  std::string results_count; // header NGSILD-Results-Count
  bool ok() const { return outcome == "ok"; }
};

class HttpClient {
 public:
  /// Says what is wrong with the address or the files.
  static Result<std::unique_ptr<HttpClient>> open(HttpClientConfig config);
  ~HttpClient();
  HttpClient(HttpClient const&) = delete;
  HttpClient& operator=(HttpClient const&) = delete;

  /// Asks for the document at the address: the answer is "not_modified" when it is the one of the last "ok".
  void ask();
  /// The same server with `query` ("offset=10&limit=5") added to the address; never conditional.
  void ask_with(std::string const& query);
  /// Posts `body`; "ok" is any status from 200 to 299.
  void post(std::string body);
  bool asking() const;
  /// Goes on with the question, waiting at most `wait`; the answer once it is there. Only while asking().
  std::optional<HttpAnswer> step(std::chrono::milliseconds wait);
  std::string const& url() const;

 private:
  struct State;
  explicit HttpClient(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace dalian::connectors

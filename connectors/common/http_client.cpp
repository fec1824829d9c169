#include "connectors/common/http_client.hpp"

#include "twin/http/token.hpp"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <curl/curl.h>
#include <fmt/format.h>
#include <optional>

namespace dalian::connectors {
namespace {

using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

void append(List& list, std::string const& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

/// What a transfer gathers.
struct Incoming {
  std::size_t most_bytes = 0;
  std::string body, etag, last_modified, results_count;
  bool too_large = false;
};

std::size_t take_body(char const* data, std::size_t, std::size_t n, void* to) {
  auto& in = *static_cast<Incoming*>(to);
  in.too_large = in.body.size() + n > in.most_bytes;
  if (in.too_large) return 0; // ends the transfer
  in.body.append(data, n);
  return n;
}

/// The value of a header line when it is this one.
std::optional<std::string> header_value(std::string_view line, std::string_view name) {
  auto const same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  if (line.size() <= name.size() || line[name.size()] != ':') return std::nullopt;
  if (!std::equal(name.begin(), name.end(), line.begin(), [&](char b, char a) { return same(a, b); }))
    return std::nullopt;
  line.remove_prefix(name.size() + 1);
  auto const first = line.find_first_not_of(" \t");
  auto const last = line.find_last_not_of(" \t\r\n");
  return first == line.npos ? std::string{} : std::string(line.substr(first, last - first + 1));
}

std::size_t take_header(char const* data, std::size_t, std::size_t n, void* to) {
  auto& in = *static_cast<Incoming*>(to);
  std::string_view const line(data, n);
  if (line.starts_with("HTTP/")) in.etag = in.last_modified = ""; // of an earlier answer: a redirection
  if (auto v = header_value(line, "etag")) in.etag = *v;
  if (auto v = header_value(line, "last-modified")) in.last_modified = *v;
  if (auto v = header_value(line, "ngsild-results-count")) in.results_count = *v;
  return n;
}

std::string_view name_of(CURLcode code) {
  switch (code) {
  case CURLE_OPERATION_TIMEDOUT:
    return "too_slow";
  case CURLE_COULDNT_CONNECT:
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    return "no_connection";
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CONNECT_ERROR:
    return "bad_certificate";
  default:
    return "http_error";
  }
}

} // namespace

struct HttpClient::State {
  HttpClientConfig config;
  std::string token, etag, last_modified;
  CURL* easy = nullptr;
  CURLM* multi = nullptr;
  char error[CURL_ERROR_SIZE] = {};

  State() : easy(curl_easy_init()), multi(curl_multi_init()) {}
  ~State() {
    if (asking) curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
  State(State const&) = delete;
  State& operator=(State const&) = delete;

  // of the question that is open
  bool asking = false, conditional = false, posting = false;
  std::string url, posted;
  Incoming in;
  List lines{nullptr, curl_slist_free_all};

  void set_limits();
  void set_headers();
  void begin(std::string address, bool may_be_old, std::optional<std::string> body = std::nullopt);
  HttpAnswer finish(CURLcode code);
};

void HttpClient::State::set_limits() {
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 3L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(config.connect_limit.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(config.total_limit.count()));
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "dalian-twin");
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &in);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &in);
  if (!config.authorities.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, config.authorities.c_str());
}

void HttpClient::State::set_headers() {
  lines.reset();
  for (auto const& line : config.headers)
    append(lines, line);
  if (!token.empty()) append(lines, "Authorization: Bearer " + token);
  if (conditional && !etag.empty()) append(lines, "If-None-Match: " + etag);
  if (conditional && !last_modified.empty()) append(lines, "If-Modified-Since: " + last_modified);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines.get());
}

void HttpClient::State::begin(std::string address, bool may_be_old, std::optional<std::string> body) {
  assert(!asking);
  url = std::move(address);
  conditional = may_be_old;
  posting = body.has_value();
  posted = std::move(body).value_or("");
  in = Incoming{};
  in.most_bytes = config.most_bytes;
  error[0] = 0;
  set_headers();
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  if (posting) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(posted.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, posted.c_str());
  }
  curl_multi_add_handle(multi, easy);
  asking = true;
}

HttpAnswer HttpClient::State::finish(CURLcode code) {
  curl_multi_remove_handle(multi, easy);
  asking = false;
  HttpAnswer answer;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
  auto const fail = [&](std::string_view outcome, std::string const& reason) {
    answer.outcome = outcome;
    answer.reason = fmt::format("{}: {}", url, reason);
    return answer;
  };
  if (in.too_large) return fail("too_large", fmt::format("the answer has more than {} bytes", config.most_bytes));
  if (code != CURLE_OK) return fail(name_of(code), error[0] != 0 ? error : curl_easy_strerror(code));
  if (answer.status == 304 && conditional) return answer.outcome = "not_modified", answer;
  bool const good = posting ? answer.status >= 200 && answer.status < 300 : answer.status == 200;
  if (!good) return fail("http_status", fmt::format("HTTP status {}", answer.status));
  if (conditional) {
    etag = in.etag;
    last_modified = in.last_modified;
  }
  answer.outcome = "ok";
  answer.body = std::move(in.body);
  answer.results_count = std::move(in.results_count);
  return answer;
}

Result<std::unique_ptr<HttpClient>> HttpClient::open(HttpClientConfig config) {
  static bool const started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  auto const& url = config.url;
  if (!started) return Error{"libcurl does not start"};
  if (!url.starts_with("http://") && !url.starts_with("https://"))
    return Error{fmt::format("{}: an address begins with http:// or https://", url)};
  auto const host_end = url.find_first_of("/?#", url.find("//") + 2);
  if (url.substr(0, host_end).find('@') != std::string::npos)
    return Error{"an address must not hold a password: put a token into a file"};
  auto state = std::make_unique<State>();
  if (state->easy == nullptr || state->multi == nullptr) return Error{"libcurl does not start"};
  state->config = std::move(config);
  if (!state->config.token.empty()) {
    auto token = http::read_token(state->config.token);
    if (!token) return Error{token.error()};
    state->token = *token;
  }
  state->set_limits();
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(state)));
}

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::~HttpClient() = default;

void HttpClient::ask() {
  state_->begin(state_->config.url, true);
}

void HttpClient::ask_with(std::string const& query) {
  auto const& url = state_->config.url;
  state_->begin(url + (url.find('?') == std::string::npos ? "?" : "&") + query, false);
}

void HttpClient::post(std::string body) {
  state_->begin(state_->config.url, false, std::move(body));
}

bool HttpClient::asking() const {
  return state_->asking;
}

std::optional<HttpAnswer> HttpClient::step(std::chrono::milliseconds wait) {
  assert(state_->asking);
  int running = 0, left = 0;
  curl_multi_perform(state_->multi, &running);
  if (running != 0) {
    curl_multi_poll(state_->multi, nullptr, 0, static_cast<int>(wait.count()), nullptr);
    curl_multi_perform(state_->multi, &running);
  }
  auto const* const message = curl_multi_info_read(state_->multi, &left);
  if (message == nullptr) return std::nullopt;
  return state_->finish(message->data.result);
}

std::string const& HttpClient::url() const {
  return state_->config.url;
}

} // namespace dalian::connectors

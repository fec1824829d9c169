#include "connectors/ngsi/paged_source.hpp"

#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <thread>

namespace dalian::ngsi {
namespace {

using connectors::HttpClient;

constexpr unsigned kMostEntities = 1'000'000; // of one round; a server that pages for ever does not hold us

/// "[]" and blanks: the page behind the last.
bool is_empty_list(std::string_view text) {
  std::string rest;
  for (char const c : text)
    if (static_cast<unsigned char>(c) > 0x20 && rest.size() < 3) rest += c;
  return rest == "[]";
}

class Pages final : public connectors::DocumentSource {
 public:
  Pages(std::unique_ptr<HttpClient> client, PagedConfig const& config)
      : client_(std::move(client)), every_(config.every), page_(config.page), due_(steady_now()) {}

  Next next(std::chrono::milliseconds wait) override {
    if (!client_->asking()) {
      auto const left = due_ - steady_now();
      if (left > wait) return std::this_thread::sleep_for(wait), Next::idle;
      std::this_thread::sleep_for(std::max(left, Duration::zero()));
      client_->ask_with(fmt::format("limit={}&offset={}&count=true", page_, offset_));
    }
    auto answer = client_->step(wait);
    if (!answer) return Next::idle;
    trouble_ = reason_ = std::move(answer->reason);
    outcome_ = answer->outcome;
    if (!answer->ok()) return end_round(), Next::outcome;
    text_ = std::move(answer->body);
    if (is_empty_list(text_)) return end_round(), Next::idle;
    offset_ += page_;
    bool const counted = !answer->results_count.empty();
    bool const last = counted && std::strtoull(answer->results_count.c_str(), nullptr, 10) <= offset_;
    if (last || offset_ >= kMostEntities) end_round();
    return Next::document;
  }
  std::string describe() const override {
    return trouble_.empty() ? client_->url() : fmt::format("{} ({})", client_->url(), trouble_);
  }

 private:
  void end_round() {
    offset_ = 0;
    due_ = steady_now() + every_;
  }

  std::unique_ptr<HttpClient> client_;
  std::chrono::milliseconds every_;
  unsigned page_, offset_ = 0;
  Instant due_;
  std::string trouble_;
};

} // namespace

Result<std::unique_ptr<connectors::DocumentSource>> poll_pages(PagedConfig config) {
  config.client.headers.push_back("Accept: application/ld+json");
  auto client = HttpClient::open(config.client);
  if (!client) return Error{client.error()};
  return std::unique_ptr<connectors::DocumentSource>(std::make_unique<Pages>(std::move(*client), config));
}

} // namespace dalian::ngsi

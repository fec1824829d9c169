#pragma once
// Posts the city's NGSI-LD entities to an endpoint, as a broker does for a subscription with a time interval (ETSI GS
// CIM 009, 5.8.6). What cannot be delivered is not kept: the next notification says more. Never waits; one thread.
#include "connectors/common/http_client.hpp"
#include "connectors/utilities/ngsi_entities.hpp"

namespace dalian::utilities {

class Notifier {
 public:
  /// Says what is wrong with the address.
  static Result<Notifier> open(std::string const& url, Duration every);

  /// Goes on with what is under way; begins the next when it is due by the city's clock.
  void step(std::vector<NgsiEntity> const& entities, Instant now);
  std::uint64_t delivered() const { return delivered_; }
  std::uint64_t failed() const { return failed_; }
  /// Why the last one failed; "" when it did not.
  std::string const& trouble() const { return trouble_; }

 private:
  Notifier(std::unique_ptr<connectors::HttpClient> client, Duration every)
      : client_(std::move(client)), every_(every) {}

  std::unique_ptr<connectors::HttpClient> client_;
  Duration every_;
  std::optional<Instant> last_;
  std::uint64_t begun_ = 0, delivered_ = 0, failed_ = 0;
  std::string trouble_;
};

/// The body of notification number `n`.
std::string notification(std::vector<NgsiEntity> const& entities, std::uint64_t n, Instant now);

} // namespace dalian::utilities

#pragma once
// The Service of a viewer connected to one twin or to several, which it shows as one city.
#include "twin/app/service.hpp"
#include "twin/security/key_file.hpp"

namespace dalian::app {

/// `keys`: none, one for all, or one an address. Throws zmq::error_t for an address that is none.
std::unique_ptr<Service> connect_to(std::vector<std::string> const& requests,
                                    std::vector<security::KeyFile> const& keys);

} // namespace dalian::app

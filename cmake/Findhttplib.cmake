# cpp-httplib as the target httplib::httplib. Debian's package brings a pkg-config file and no CMake configuration.
#
# The definitions below are those the library was compiled with: without them its classes have another layout.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(httplib REQUIRED_VARS HTTPLIB_LINK_LIBRARIES VERSION_VAR HTTPLIB_VERSION
                                  REASON_FAILURE_MESSAGE "Debian: apt-get install libcpp-httplib-dev")

if(httplib_FOUND AND NOT TARGET httplib::httplib)
  add_library(httplib::httplib INTERFACE IMPORTED)
  target_link_libraries(httplib::httplib INTERFACE PkgConfig::HTTPLIB OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
endif()

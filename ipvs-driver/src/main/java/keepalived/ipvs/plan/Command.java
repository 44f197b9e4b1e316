package keepalived.ipvs.plan;

import keepalived.core.net.Endpoint;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.ServiceKey;

/// One change of the table. Printed for logs: `add [10.0.0.6]:80 to [10.0.0.5]:tcp:80`.
public sealed interface Command {

  ServiceKey service();

  record AddService(ServiceKey service, Options options) implements Command {
    @Override
    public String toString() {
      return "add service " + service;
    }
  }

  record EditService(ServiceKey service, Options options) implements Command {
    @Override
    public String toString() {
      return "edit service " + service;
    }
  }

  /// Removes a service with all its destinations.
  record DeleteService(ServiceKey service) implements Command {
    @Override
    public String toString() {
      return "delete service " + service;
    }
  }

  record AddDestination(ServiceKey service, Destination destination) implements Command {
    @Override
    public String toString() {
      return "add " + destination.endpoint() + " to " + service;
    }
  }

  record EditDestination(ServiceKey service, Destination destination) implements Command {
    @Override
    public String toString() {
      return "edit " + destination.endpoint() + " of " + service;
    }
  }

  record DeleteDestination(ServiceKey service, Endpoint endpoint) implements Command {
    @Override
    public String toString() {
      return "delete " + endpoint + " from " + service;
    }
  }
}

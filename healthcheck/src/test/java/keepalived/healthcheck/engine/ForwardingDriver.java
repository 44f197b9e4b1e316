package keepalived.healthcheck.engine;

import java.util.List;
import java.util.Optional;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.Refused;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;

/// A driver that forwards all calls; tests override some of them.
class ForwardingDriver implements IpvsDriver {

  private final IpvsDriver inner;

  ForwardingDriver(IpvsDriver inner) {
    this.inner = inner;
  }

  @Override
  public List<Refused> apply(List<Command> plan) {
    return inner.apply(plan);
  }

  @Override
  public IpvsTable dump() {
    return inner.dump();
  }

  @Override
  public Optional<Service> dump(ServiceKey key) {
    return inner.dump(key);
  }

  @Override
  public List<ServiceStatus> statistics() {
    return inner.statistics();
  }

  @Override
  public Optional<ServiceStatus> statistics(ServiceKey key) {
    return inner.statistics(key);
  }

  @Override
  public void zero() {
    inner.zero();
  }

  @Override
  public void zero(ServiceKey key) {
    inner.zero(key);
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public Timeouts timeouts() {
    return inner.timeouts();
  }

  @Override
  public void setTimeouts(Timeouts wanted) {
    inner.setTimeouts(wanted);
  }

  @Override
  public List<SyncDaemon> syncDaemons() {
    return inner.syncDaemons();
  }

  @Override
  public void start(SyncDaemon daemon) {
    inner.start(daemon);
  }

  @Override
  public void stop(SyncDaemon.Role role) {
    inner.stop(role);
  }

  @Override
  public Release release() {
    return inner.release();
  }

  @Override
  public void close() {
    inner.close();
  }
}

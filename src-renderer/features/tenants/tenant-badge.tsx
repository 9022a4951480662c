import { tenantMark } from '../../app/tenant-colour.js';
import classes from './tenants.module.css';

interface TenantBadgeProps {
  tenant: { id: string; name: string };
  size?: 'small' | 'large';
}

/** The client's colour and letters: the same on every screen. */
export function TenantBadge({ tenant, size = 'small' }: TenantBadgeProps) {
  const mark = tenantMark(tenant);
  return (
    <span className={classes.mark} data-size={size} style={{ background: mark.colour }} aria-hidden="true">
      {mark.initials}
    </span>
  );
}

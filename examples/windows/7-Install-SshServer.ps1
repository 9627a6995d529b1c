#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs the OpenSSH server of Windows, for the tunnel from your own computer to mt5-bridge.
.DESCRIPTION
It opens port 22, and with -From only for the addresses that you name. docs/windows.md says how you sign in with a key.
.EXAMPLE
.\7-Install-SshServer.ps1 -From 203.0.113.7
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string[]]$From = @(),
    [switch]$Undo
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '7-Install-SshServer'
$capability = 'OpenSSH.Server~~~~0.0.1.0'
$rule = 'OpenSSH-Server-In-TCP'

if ($Undo) {
    $before = @{}
    Get-Change -Step $step | ForEach-Object { $before[$_.Name] = $_.Before }
    if ($before.Count -eq 0) {
        Write-Host 'Nothing to undo: this script has changed nothing.'
    } elseif ($PSCmdlet.ShouldProcess('OpenSSH server', 'stop, and bring back what was there before')) {
        Stop-Service -Name sshd -ErrorAction SilentlyContinue
        if ($before.ContainsKey('start')) { Set-Service -Name sshd -StartupType $before['start'] }
        if ($before.ContainsKey('from')) { Set-NetFirewallRule -Name $rule -RemoteAddress ($before['from'] -split ',') }
        if ($before.ContainsKey('rule')) { Remove-NetFirewallRule -Name $rule -ErrorAction SilentlyContinue }
        if ($before.ContainsKey('capability')) { Remove-WindowsCapability -Online -Name $capability | Out-Null }
        Clear-Change -Step $step
    }
    return
}

if ((Get-WindowsCapability -Online -Name $capability).State -ne 'Installed' -and
    $PSCmdlet.ShouldProcess($capability, 'install')) {
    Add-Change -Step $step -Name 'capability' -Before ''
    Add-WindowsCapability -Online -Name $capability | Out-Null
}
$service = Get-Service -Name sshd -ErrorAction SilentlyContinue
if ($null -ne $service -and -not (Test-Passed (Test-SshServer)) -and
    $PSCmdlet.ShouldProcess('sshd', 'start now and whenever Windows starts')) {
    Add-Change -Step $step -Name 'start' -Before $service.StartType
    Set-Service -Name sshd -StartupType Automatic
    Start-Service -Name sshd
}
$there = Get-NetFirewallRule -Name $rule -ErrorAction SilentlyContinue
if ($null -eq $there -and $PSCmdlet.ShouldProcess("port 22, rule $rule", 'open')) {
    Add-Change -Step $step -Name 'rule' -Before ''
    New-NetFirewallRule -Name $rule -DisplayName 'OpenSSH Server (sshd)' -Direction Inbound -Protocol TCP -LocalPort 22 -Action Allow |
        Out-Null
}
if ($From.Count -gt 0 -and $PSCmdlet.ShouldProcess("port 22, rule $rule", "only from $($From -join ', ')")) {
    $addresses = (Get-NetFirewallRule -Name $rule | Get-NetFirewallAddressFilter).RemoteAddress
    Add-Change -Step $step -Name 'from' -Before ($addresses -join ',')
    Set-NetFirewallRule -Name $rule -RemoteAddress $From
}
Show-Check (Test-SshServer)

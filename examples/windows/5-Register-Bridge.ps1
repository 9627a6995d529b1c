#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Runs mt5-bridge as a service: from the start of Windows on, under the built-in user LOCAL SERVICE, again within a minute
when it has ended.
.DESCRIPTION
LOCAL SERVICE has few rights, no password and no desktop. Only it and administrators can open the folder with passphrase,
tokens and keys, so no program of the users who sign in here, an agent among them, can read or change them.
.EXAMPLE
.\5-Register-Bridge.ps1
.EXAMPLE
.\5-Register-Bridge.ps1 -Undo
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch]$Undo)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '5-Register-Bridge'
$place = Get-Place

if ($Undo) {
    if (@(Get-Change -Step $step).Count -eq 0) {
        Write-Host 'Nothing to undo: this script has registered no task.'
    } elseif ($PSCmdlet.ShouldProcess("'$($place.BridgeTask)'", 'end and remove')) {
        Remove-Task -Name $place.BridgeTask
        Clear-Change -Step $step
    }
    return
}

$needed = @(Test-Node) + @(Test-Bridge) + @(Test-Configuration)
if (-not (Test-Passed $needed)) {
    Show-Check $needed
    exit 1
}
$words = '"{0}" serve --transport http --config "{1}" --data-dir "{2}" --log-file "{3}"' -f (
    $place.Command, $place.Config, $place.Data, $place.Log)
$there = Get-ScheduledTask -TaskName $place.BridgeTask -ErrorAction SilentlyContinue
if ($null -ne $there -and $there.Actions[0].Arguments -eq $words -and (Test-Passed (Test-Server))) {
    Write-Host 'Nothing to do.'
} elseif ($PSCmdlet.ShouldProcess("'$($place.BridgeTask)'", "run node $words from the start of Windows on")) {
    Add-Change -Step $step -Name $place.BridgeTask -Before ''
    $task = @{
        TaskName    = $place.BridgeTask
        Description = 'mt5-bridge: MetaTrader 5 for AI agents'
        Principal   = New-ScheduledTaskPrincipal -UserId (Get-LocalServiceName) -LogonType ServiceAccount -RunLevel Limited
        Trigger     = (New-ScheduledTaskTrigger -AtStartup), (New-WatchTrigger -Minutes 1)
        Action      = New-ScheduledTaskAction -Execute $place.Node -Argument $words -WorkingDirectory $place.Data
        Settings    = New-TaskSetting
    }
    Register-ScheduledTask @task -Force | Out-Null
    # One that still runs has the words of before.
    Stop-ScheduledTask -TaskName $place.BridgeTask
    Start-ScheduledTask -TaskName $place.BridgeTask
    for ($left = 30; $left -gt 0 -and -not (Test-Passed (Test-Server)); $left--) { Start-Sleep -Seconds 1 }
}
Show-Check (Test-Server)
